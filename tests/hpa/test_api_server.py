"""Our objects and our judgement against a running API server.

Every object is sent as a create request that keeps nothing. A server of another
version may enforce more than 1.23 does; these tests say so and skip.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from hpa.algorithm.versions import minor_of, switches_for
from hpa.behavior import PRESETS
from hpa.builders import (
    autoscaler,
    container_resource_metric,
    external_metric,
    object_metric,
    pods_metric,
    resource_metric,
)
from hpa.model.convert import convert
from hpa.model.meta import CrossVersionObjectReference
from hpa.model.objects import DecodeError, from_dict, model_of, to_dict
from hpa.served import as_served
from hpa.validation import validate
from octoscale.kube.errors import KubeError
from octoscale.kube.types import DryRun
from tests.conformance.validation import comparable
from tests.hpa.mutations import mutated
from tests.hpa.strategies import VALID

if TYPE_CHECKING:
    from hpa.model import v2beta2
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.kube.base import KubePort

RANDOM_MANIFESTS = 300
SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")
METRICS = [
    resource_metric("cpu", average_utilization=70),
    resource_metric("memory", average_value="300Mi"),
    pods_metric("rps", average_value=0.5, selector={"verb": "GET"}),
    object_metric("rps", SERVICE, value="2k"),
    object_metric("rps", SERVICE, average_value=5),
    external_metric("queue", value=30),
    external_metric("lag", average_value=1.5),
    container_resource_metric("cpu", "app", average_utilization=60),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to a create request."""

    status: int
    causes: Counter[tuple[str, str]]
    stored: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Server:
    """A server that this version's rules were recorded from."""

    kube: KubePort
    version: str

    def create(self, manifest: dict[str, Any]) -> Answer:
        try:
            stored = self.kube.create(manifest, dry_run=DryRun.SERVER)
        except KubeError as error:
            causes = Counter((cause.field, cause.reason) for cause in error.causes)
            return Answer(error.status, causes, None)
        return Answer(201, Counter(), stored)

    def judged(self, hpa: AnyHorizontalPodAutoscaler) -> Counter[tuple[str, str]]:
        """Judge as this server's gates have it."""
        switches = switches_for(self.version)
        errors = validate(
            hpa,
            scale_to_zero=switches.scale_to_zero,
            container_metrics=switches.container_resource,
            request_namespace="default",
        )
        return Counter((error.field, str(error.type)) for error in errors)


@pytest.fixture
def server(kube: KubePort) -> Server:
    version = kube.server_version()
    if not 23 <= minor_of(version) <= 25:
        pytest.skip(f"the rules were recorded from 1.23, this server is {version}")
    return Server(kube, version)


def decoded(manifest: dict[str, Any]) -> AnyHorizontalPodAutoscaler | None:
    try:
        return from_dict(manifest)
    except DecodeError:
        return None


def expect_as_judged(server: Server, manifest: dict[str, Any]) -> int:
    """Compare one answer with ours; give the status."""
    answer = server.create(manifest)
    hpa = decoded(manifest)
    assert (answer.status == 400) == (hpa is None), manifest
    if hpa is None:
        return answer.status
    assert answer.causes == server.judged(hpa), manifest
    assert (answer.status == 201) == (not answer.causes), manifest
    if answer.stored is not None:
        served = to_dict(as_served(hpa, kubernetes=server.version))
        stored = comparable(answer.stored)
        assert stored["spec"] == comparable(served)["spec"], manifest
    return answer.status


@pytest.mark.parametrize("preset", [None, *PRESETS])
def test_what_is_built_is_accepted_and_stored_as_foretold(
    server: Server, preset: Any
) -> None:
    hpa = autoscaler("deployment/web", METRICS, max_replicas=8, behavior=preset)
    container = switches_for(server.version).container_resource
    status = expect_as_judged(server, to_dict(hpa))
    assert (status == 201) == container
    plain = autoscaler("deployment/web", METRICS[:-1], max_replicas=8, behavior=preset)
    assert expect_as_judged(server, to_dict(plain)) == 201


def test_what_is_converted_is_judged_alike_in_every_version(server: Server) -> None:
    served = server.kube.served_versions("autoscaling")

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(VALID)
    def converted(hpa: v2beta2.HorizontalPodAutoscaler) -> None:
        for version in ("v1", "v2beta1", "v2beta2", "v2"):
            assert model_of(f"autoscaling/{version}")
            if version in served:
                manifest = to_dict(convert(hpa, version).result)
                manifest["metadata"]["namespace"] = "default"
                expect_as_judged(server, manifest)

    converted()


def test_random_manifests_are_accepted_or_refused_as_foretold(server: Server) -> None:
    random = Random(20210530)
    behaviors: list[Any] = [None, *PRESETS]
    seen: Counter[int] = Counter()
    for _ in range(RANDOM_MANIFESTS):
        metrics = random.sample(METRICS, random.randint(1, 3))
        hpa = autoscaler(
            "deployment/web",
            metrics,
            max_replicas=8,
            behavior=random.choice(behaviors),
            labels={"app": "web"},
        )
        manifest = to_dict(convert(hpa, random.choice(["v2", "v2beta2"])).result)
        broken = mutated(manifest, random)
        broken["metadata"] = {**(broken["metadata"] or {}), "namespace": "default"}
        seen[expect_as_judged(server, broken)] += 1
    assert all(seen[status] >= 20 for status in (201, 400, 422)), seen
