"""Applying and comparing HPAs: in memory, and against a running API server.

What the server thinks of objects that are created is in ``test_api_server``; here
everything goes through server-side apply, the way that people use.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from hpa.acceptance import Server, broken_rules
from hpa.algorithm.versions import minor_of
from hpa.behavior import PRESETS
from hpa.builders import autoscaler, external_metric, pods_metric, resource_metric
from hpa.cluster import apply, comparable, difference, version_to_write
from hpa.model.convert import convert
from hpa.model.objects import (
    AnyHorizontalPodAutoscaler,
    DecodeError,
    from_dict,
    to_dict,
)
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import Cause, ConflictError, InvalidError, KubeError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import DryRun, Kind
from tests.hpa.mutations import mutated
from tests.hpa.strategies import VALID

if TYPE_CHECKING:
    from hpa.model import v2beta2
    from octoscale.kube.base import KubePort

HPA = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")
RANDOM_MANIFESTS = 200
CPU = resource_metric("cpu", average_utilization=70)
FILES = pods_metric("open_fds", average_value=200)
QUEUE = external_metric("queue", average_value="1500m")
METRICS = [CPU, FILES, QUEUE, resource_metric("memory", average_value="300Mi")]


def built(*metrics: Any, **more: Any) -> v2beta2.HorizontalPodAutoscaler:
    given_ = metrics or (FILES,)
    options = {"max_replicas": 8, "namespace": "default", **more}
    return autoscaler("deployment/httpgo", given_, **options)


class OldKube(MemoryKube):
    """A cluster that serves nothing but what it is told."""

    versions: tuple[str, ...] = ("v1",)

    def served_versions(self, group: str) -> tuple[str, ...]:
        del group
        return self.versions


class TestInMemory:
    def test_what_was_applied_does_not_differ(self) -> None:
        kube = MemoryKube()
        assert apply(kube, built()).outcome == "created"
        assert difference(kube, built()).is_empty
        assert difference(kube, built()).lines() == []
        assert apply(kube, built()).outcome == "unchanged"

    def test_a_change_is_shown_and_nothing_is_changed_by_showing(self) -> None:
        kube = MemoryKube()
        apply(kube, built())
        found = difference(kube, built(max_replicas=9))
        assert "-  maxReplicas: 8" in found.lines()
        assert "+  maxReplicas: 9" in found.lines()
        assert kube.get(HPA, "httpgo")["spec"]["maxReplicas"] == 8
        assert apply(kube, built(max_replicas=9)).outcome == "changed"

    def test_an_object_that_is_not_there_is_new_as_a_whole(self) -> None:
        found = difference(MemoryKube(), built())
        assert found.live is None
        assert not found.is_empty
        lines = found.lines()
        assert lines[:2] == ["--- /dev/null", "+++ default/httpgo (applied)"]
        assert all(line[0] in "+-@" for line in lines)

    @pytest.mark.parametrize("dry_run", [DryRun.SERVER, DryRun.CLIENT])
    def test_a_dry_run_stores_nothing(self, dry_run: DryRun) -> None:
        kube = MemoryKube()
        done = apply(kube, built(), dry_run=dry_run)
        assert done.manifest["spec"]["maxReplicas"] == 8
        expected = "created" if dry_run is DryRun.SERVER else "not sent"
        assert done.outcome == expected
        assert difference(kube, built()).live is None

    def test_fields_of_others_are_told_by_diff_and_not_taken_by_apply(self) -> None:
        kube = MemoryKube()
        kube.apply(to_dict(built()), field_manager="kubectl")
        wanted = built(max_replicas=9)
        found = difference(kube, wanted)
        assert [cause.field for cause in found.conflicts] == [".spec.maxReplicas"]
        assert "kubectl" in found.conflicts[0].message
        assert not found.is_empty
        with pytest.raises(ConflictError):
            apply(kube, wanted)
        assert apply(kube, wanted, force=True).outcome == "changed"
        assert difference(kube, wanted).conflicts == ()

    def test_a_manifest_read_from_a_cluster_can_be_applied(self) -> None:
        kube = MemoryKube()
        apply(kube, built())
        read = kube.get(HPA, "httpgo")
        read["status"] = {"currentReplicas": 1, "desiredReplicas": 1}
        assert read["metadata"]["managedFields"]
        assert difference(kube, from_dict(read)).is_empty
        assert apply(kube, from_dict(read)).outcome == "unchanged"

    @pytest.mark.parametrize(
        ("option", "own", "expected"),
        [
            pytest.param(None, "shop", "shop", id="the object's"),
            pytest.param("shop", "", "shop", id="the option's"),
            pytest.param(None, "", "default", id="the context's"),
        ],
    )
    def test_the_namespace(self, option: str | None, own: str, expected: str) -> None:
        kube = MemoryKube()
        metadata = {"name": "shop"}
        kube.create({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})
        hpa = built()
        hpa = replace(hpa, metadata=replace(hpa.metadata, namespace=own))
        done = apply(kube, hpa, namespace=option)
        assert done.manifest["metadata"]["namespace"] == expected
        assert difference(kube, hpa, namespace=option).is_empty

    def test_an_object_for_another_namespace_is_refused(self) -> None:
        with pytest.raises(InvalidError, match="for namespace default, not shop"):
            apply(MemoryKube(), built(), namespace="shop")

    def test_an_object_without_a_name_is_refused(self) -> None:
        hpa = built()
        nameless = replace(hpa, metadata=replace(hpa.metadata, name=""))
        with pytest.raises(InvalidError, match="a name is required"):
            apply(MemoryKube(), nameless)

    @pytest.mark.parametrize(
        ("served", "own", "expected"),
        [
            pytest.param(("v2", "v1", "v2beta2"), "v2beta2", "v2beta2", id="its own"),
            pytest.param(("v2", "v1", "v2beta2"), "v2", "v2", id="its own, v2"),
            pytest.param(("v2", "v1"), "v2beta2", "v2", id="newer cluster"),
            pytest.param(("v1", "v2beta2"), "v2", "v2beta2", id="older cluster"),
            pytest.param(("v2", "v1", "v2beta2"), "v1", "v2", id="v1 says less"),
        ],
    )
    def test_the_version_to_write(
        self, served: tuple[str, ...], own: Any, expected: str
    ) -> None:
        kube = OldKube()
        kube.versions = served
        assert version_to_write(kube, convert(built(), own).result) == expected

    def test_a_cluster_without_any_of_them_is_named_as_the_reason(self) -> None:
        with pytest.raises(EnvironmentMissingError, match=r"it has: v1\)"):
            version_to_write(OldKube(), built())

    def test_what_an_older_version_cannot_say_is_reported(self) -> None:
        kube = OldKube()
        kube.versions = ("v2beta2",)
        hpa = to_dict(convert(built(behavior="defaults"), "v2").result)
        hpa["spec"]["behavior"] = {"scaleUp": {"tolerance": "200m"}}
        done = apply(kube, from_dict(hpa))
        assert [loss.path for loss in done.losses] == [
            "spec.behavior.scaleUp.tolerance"
        ]

    def test_metrics_in_stored_order_are_no_difference_below_1_28(self) -> None:
        one, other = to_dict(built(CPU, FILES)), to_dict(built(FILES, CPU))
        assert comparable(one, "v1.23.0") == comparable(other, "v1.23.0")
        assert comparable(one, "v1.28.0") != comparable(other, "v1.28.0")


def applied_to(kube: KubePort, namespace: str, hpa: AnyHorizontalPodAutoscaler) -> None:
    """Apply for real, and hold diff and apply to having nothing left to do."""
    hpa = replace(hpa, metadata=replace(hpa.metadata, namespace=namespace))
    name = hpa.metadata.name
    assert apply(kube, hpa).outcome == "created", name
    found = difference(kube, hpa)
    assert found.is_empty, "\n".join(found.lines())
    assert found.conflicts == ()
    assert apply(kube, hpa).outcome == "unchanged", name


class TestOnAServer:
    @pytest.mark.parametrize("version", ["v2beta2", "v2", "v1"])
    @pytest.mark.parametrize("preset", [None, *PRESETS])
    def test_diff_is_empty_after_apply(
        self, kube: KubePort, namespace: str, preset: Any, version: Any
    ) -> None:
        hpa = built(*METRICS, behavior=preset, labels={"app": "web"})
        applied_to(kube, namespace, convert(hpa, version).result)

    def test_diff_is_empty_after_applying_any_valid_object(
        self, kube: KubePort, namespace: str
    ) -> None:
        server = Server(kubernetes=kube.server_version())
        counter = iter(range(10**6))

        @settings(
            max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(VALID)
        def applied(hpa: v2beta2.HorizontalPodAutoscaler) -> None:
            metadata = replace(hpa.metadata, name=f"hpa-{next(counter)}")
            hpa = replace(hpa, metadata=metadata)
            if not broken_rules(hpa, server):
                applied_to(kube, namespace, hpa)

        applied()

    def test_a_diff_foretells_what_a_change_leaves(
        self, kube: KubePort, namespace: str
    ) -> None:
        server = kube.server_version()
        judge = Server(kubernetes=server)

        @settings(
            max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(VALID, VALID)
        def changed(
            old: v2beta2.HorizontalPodAutoscaler, new: v2beta2.HorizontalPodAutoscaler
        ) -> None:
            metadata = replace(new.metadata, name="web", namespace=namespace)
            old, new = replace(old, metadata=metadata), replace(new, metadata=metadata)
            if broken_rules(old, judge) or broken_rules(new, judge):
                return
            apply(kube, old)
            foretold = difference(kube, new)
            apply(kube, new)
            live = kube.get(HPA, "web", namespace=namespace)
            assert foretold.wanted == comparable(live, server)

        changed()

    def test_a_change_by_somebody_else_is_a_difference_and_a_conflict(
        self, kube: KubePort, namespace: str
    ) -> None:
        hpa = built(namespace=namespace)
        apply(kube, hpa)
        other = to_dict(built(namespace=namespace, max_replicas=5))
        kube.apply(other, field_manager="kubectl", force=True)
        found = difference(kube, hpa)
        assert [cause.field for cause in found.conflicts] == [".spec.maxReplicas"]
        assert "-  maxReplicas: 5" in found.lines()
        with pytest.raises(ConflictError):
            apply(kube, hpa)
        assert apply(kube, hpa, force=True).outcome == "changed"
        assert difference(kube, hpa).is_empty

    def test_a_server_dry_run_stores_nothing(
        self, kube: KubePort, namespace: str
    ) -> None:
        hpa = built(namespace=namespace)
        assert apply(kube, hpa, dry_run=DryRun.SERVER).outcome == "created"
        assert difference(kube, hpa).live is None

    def test_what_the_cluster_has_can_be_applied_again(
        self, kube: KubePort, namespace: str
    ) -> None:
        apply(kube, built(*METRICS, namespace=namespace, behavior="fast-up"))
        read = kube.get(HPA, "httpgo", namespace=namespace)
        assert apply(kube, from_dict(read)).outcome == "unchanged"

    def test_random_manifests_are_applied_or_refused_as_foretold(
        self, kube: KubePort, namespace: str
    ) -> None:
        version = kube.server_version()
        if not 23 <= minor_of(version) <= 25:
            pytest.skip(f"the rules were recorded from 1.23, this is {version}")
        server = Server(kubernetes=version, namespace=namespace)
        random = Random(20210905)
        seen: Counter[str] = Counter()
        while sum(seen.values()) < RANDOM_MANIFESTS:
            hpa = random_hpa(random, namespace)
            if hpa is not None:
                seen[applied_as_foretold(kube, hpa, server)] += 1
        assert min(seen["accepted"], seen["refused"]) >= 50, seen


def random_hpa(random: Random, namespace: str) -> AnyHorizontalPodAutoscaler | None:
    """Break a good object; ``None`` when no file could hold the result."""
    preset: Any = random.choice([None, *PRESETS])
    hpa = built(*random.sample(METRICS, random.randint(1, 3)), behavior=preset)
    version: Any = random.choice(["v2", "v2beta2"])
    manifest = mutated(to_dict(convert(hpa, version).result), random)
    manifest["metadata"] = {"name": "httpgo", "namespace": namespace}
    try:
        return from_dict(manifest)
    except DecodeError:
        return None


def applied_as_foretold(
    kube: KubePort, hpa: AnyHorizontalPodAutoscaler, server: Server
) -> str:
    errors = broken_rules(hpa, server)
    expected = Counter((error.field, str(error.type)) for error in errors)
    refused = refusal_of(kube, hpa)
    causes = Counter((cause.field, cause.reason) for cause in refused)
    assert causes == expected, to_dict(hpa)
    return "refused" if refused else "accepted"


def refusal_of(kube: KubePort, hpa: AnyHorizontalPodAutoscaler) -> tuple[Cause, ...]:
    """Give the server's reasons; a refusal without any fails the test."""
    try:
        apply(kube, hpa, dry_run=DryRun.SERVER)
    except KubeError as error:
        return error.causes or (Cause(field="", reason="none", message=str(error)),)
    return ()
