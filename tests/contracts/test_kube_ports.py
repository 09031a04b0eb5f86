"""What every port to Kubernetes keeps: in memory, and over a real API server.

Expectations about a server's own controllers and validation of kinds do not
belong here: only one of the two has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.kube import errors
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import (
    AccessRequest,
    DryRun,
    EventType,
    Kind,
    UserInfo,
    WatchEvent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane

CONFIG_MAP = Kind("v1", "ConfigMap")
DEPLOYMENT = Kind("apps/v1", "Deployment")
EVENT = Kind("v1", "Event")
HPA = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")
NAMESPACE = Kind("v1", "Namespace")

WAIT_SECONDS = 30.0
"""Longest wait for an event that must come; it ends with the event."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A port under test, and a namespace to test it in."""

    port: KubePort
    namespace: str

    def config_map(self, name: str, *, app: str = "web", **data: str) -> dict[str, Any]:
        labels = {"app": app}
        return {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": self.namespace, "labels": labels},
            "data": data,
        }

    def deployment(self, *, replicas: int | None = 1) -> dict[str, Any]:
        container = {"name": "web", "image": "registry.invalid/web:1"}
        spec: dict[str, Any] = {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [container]},
            },
        }
        if replicas is not None:
            spec["replicas"] = replicas
        return {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web", "namespace": self.namespace},
            "spec": spec,
        }

    def get(self, name: str) -> dict[str, Any]:
        return self.port.get(CONFIG_MAP, name, namespace=self.namespace)

    def apply(self, name: str, *, manager: str = "a", **data: str) -> dict[str, Any]:
        wanted = self.config_map(name, **data)
        return self.port.apply(wanted, field_manager=manager)

    def watch(self) -> Generator[WatchEvent]:
        """Follow our own config maps; a cluster adds some of its own."""
        return self.port.watch(
            CONFIG_MAP,
            namespace=self.namespace,
            label_selector="app=web",
            timeout_seconds=WAIT_SECONDS,
        )


@pytest.fixture(params=["memory", "server"])
def ground(request: pytest.FixtureRequest) -> Ground:
    if request.param == "server":
        kube: KubePort = request.getfixturevalue("kube")
        return Ground(kube, request.getfixturevalue("namespace"))
    kube = MemoryKube()
    kube.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    return Ground(kube, "shop")


@pytest.fixture
def drop_history(ground: Ground, request: pytest.FixtureRequest) -> Callable[[], None]:
    if isinstance(ground.port, MemoryKube):
        return ground.port.drop_history
    plane: ControlPlane = request.getfixturevalue("control_plane")
    return plane.drop_history


def told(events: Generator[WatchEvent], count: int) -> list[tuple[str, str]]:
    """Take the next *count* events as (type, name)."""
    taken = [next(events) for _ in range(count)]
    return [
        (event.type.value, event.manifest["metadata"]["name"] if event.manifest else "")
        for event in taken
    ]


class TestReading:
    def test_an_object_comes_back_as_it_was_made(self, ground: Ground) -> None:
        made = ground.port.create(ground.config_map("a", key="1"))
        assert ground.get("a") == made
        assert made["data"] == {"key": "1"}
        assert made["metadata"]["uid"]
        assert made["metadata"]["resourceVersion"]

    def test_an_object_names_its_kind_in_a_list_too(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        listing = ground.port.list(
            CONFIG_MAP, namespace=ground.namespace, label_selector="app=web"
        )
        assert [Kind.of(item) for item in listing.items] == [CONFIG_MAP]

    @pytest.mark.parametrize(
        ("selector", "names"),
        [
            pytest.param("app=web", ["a", "c"], id="equal"),
            pytest.param("app==web", ["a", "c"], id="double equal"),
            pytest.param("app!=web,app", ["b"], id="unequal and present"),
            pytest.param("app in (db, web)", ["a", "b", "c"], id="in a set"),
            pytest.param("app notin (web),app", ["b"], id="not in a set"),
            pytest.param("app,app!=db,tier", [], id="absent label"),
            pytest.param("app=web,!tier", ["a", "c"], id="negated presence"),
        ],
    )
    def test_a_label_selector_picks(
        self, ground: Ground, selector: str, names: list[str]
    ) -> None:
        for name, app in (("a", "web"), ("b", "db"), ("c", "web")):
            ground.port.create(ground.config_map(name, app=app))
        listing = ground.port.list(
            CONFIG_MAP, namespace=ground.namespace, label_selector=selector
        )
        assert [item["metadata"]["name"] for item in listing.items] == names

    def test_a_list_of_all_namespaces_holds_ours(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        listing = ground.port.list(CONFIG_MAP, label_selector="app=web")
        homes = {item["metadata"]["namespace"] for item in listing.items}
        assert ground.namespace in homes

    def test_a_kind_of_the_whole_cluster_needs_no_namespace(
        self, ground: Ground
    ) -> None:
        found = ground.port.get(NAMESPACE, ground.namespace, namespace="ignored")
        assert found["metadata"]["name"] == ground.namespace

    def test_a_bad_selector_is_invalid(self, ground: Ground) -> None:
        with pytest.raises(errors.InvalidError) as caught:
            ground.port.list(
                CONFIG_MAP, namespace=ground.namespace, label_selector="a=("
            )
        assert caught.value.reason == "BadRequest"

    @pytest.mark.parametrize(
        ("kind", "subresource"),
        [
            pytest.param(CONFIG_MAP, "", id="no such object"),
            pytest.param(Kind("apps/v9", "Deployment"), "", id="no such version"),
            pytest.param(Kind("v1", "Deploy"), "", id="no such kind"),
            pytest.param(Kind("nobody.invalid/v1", "Thing"), "", id="no such group"),
            pytest.param(NAMESPACE, "scale", id="no such subresource"),
        ],
    )
    def test_what_is_absent_is_not_found(
        self, ground: Ground, kind: Kind, subresource: str
    ) -> None:
        with pytest.raises(errors.NotFoundError) as caught:
            ground.port.get(
                kind, "nobody", namespace=ground.namespace, subresource=subresource
            )
        assert caught.value.status == 404


class TestCreating:
    def test_a_name_is_made_from_its_beginning(self, ground: Ground) -> None:
        wanted = ground.config_map("unused")
        wanted["metadata"] = {"generateName": "made-"}
        made = ground.port.create(wanted, namespace=ground.namespace)
        name = made["metadata"]["name"]
        assert name.startswith("made-")
        assert len(name) > len("made-")
        assert ground.get(name)["metadata"]["uid"] == made["metadata"]["uid"]

    def test_a_second_one_of_the_same_name_is_refused(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        with pytest.raises(errors.AlreadyExistsError):
            ground.port.create(ground.config_map("a"))

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            pytest.param("", "FieldValueRequired", id="none"),
            pytest.param("Bad_Name", "FieldValueInvalid", id="not a DNS name"),
        ],
    )
    def test_a_bad_name_is_invalid_with_its_field(
        self, ground: Ground, name: str, reason: str
    ) -> None:
        with pytest.raises(errors.InvalidError) as caught:
            ground.port.create(ground.config_map(name))
        [cause] = caught.value.causes
        assert (cause.field, cause.reason) == ("metadata.name", reason)

    def test_a_namespace_must_exist(self, ground: Ground) -> None:
        wanted = ground.config_map("a")
        wanted["metadata"]["namespace"] = "octoscale-nobody-made-this"
        with pytest.raises(errors.NotFoundError):
            ground.port.create(wanted)

    def test_two_different_namespaces_contradict(self, ground: Ground) -> None:
        with pytest.raises(errors.InvalidError):
            ground.port.create(ground.config_map("a"), namespace="default")

    @pytest.mark.parametrize("dry_run", [DryRun.SERVER, DryRun.CLIENT])
    def test_a_dry_run_keeps_nothing(self, ground: Ground, dry_run: DryRun) -> None:
        shown = ground.port.create(ground.config_map("a", key="1"), dry_run=dry_run)
        assert shown["data"] == {"key": "1"}
        with pytest.raises(errors.NotFoundError):
            ground.get("a")

    def test_only_the_server_s_dry_run_checks(self, ground: Ground) -> None:
        wanted = ground.config_map("Bad_Name")
        assert ground.port.create(wanted, dry_run=DryRun.CLIENT) == wanted
        with pytest.raises(errors.InvalidError):
            ground.port.create(wanted, dry_run=DryRun.SERVER)


class TestApplying:
    def test_it_makes_what_is_absent(self, ground: Ground) -> None:
        ground.apply("a", key="1")
        assert ground.get("a")["data"] == {"key": "1"}

    def test_the_same_again_changes_nothing(self, ground: Ground) -> None:
        once = ground.apply("a", key="1")
        again = ground.apply("a", key="1")
        assert (
            again["metadata"]["resourceVersion"]
            == (once["metadata"]["resourceVersion"])
        )

    def test_a_field_that_is_left_out_is_removed(self, ground: Ground) -> None:
        ground.apply("a", key="1", other="2")
        ground.apply("a", key="1")
        assert ground.get("a")["data"] == {"key": "1"}

    def test_a_field_of_somebody_else_stays(self, ground: Ground) -> None:
        ground.apply("a", manager="a", mine="1")
        ground.apply("a", manager="b", yours="2")
        ground.apply("a", manager="a", mine="3")
        assert ground.get("a")["data"] == {"mine": "3", "yours": "2"}

    def test_a_shared_field_goes_with_its_last_owner(self, ground: Ground) -> None:
        ground.apply("a", manager="a", key="1")
        ground.apply("a", manager="b", key="1")
        ground.apply("a", manager="a")
        assert ground.get("a")["data"] == {"key": "1"}
        ground.apply("a", manager="b")
        assert "key" not in (ground.get("a").get("data") or {})

    def test_a_contested_field_is_a_conflict_that_names_it(
        self, ground: Ground
    ) -> None:
        ground.apply("a", manager="a", key="1")
        with pytest.raises(errors.ConflictError) as caught:
            ground.apply("a", manager="b", key="2")
        [cause] = caught.value.causes
        assert (cause.field, cause.reason) == (".data.key", "FieldManagerConflict")
        assert '"a"' in cause.message
        assert ground.get("a")["data"] == {"key": "1"}

    def test_force_takes_a_contested_field_over(self, ground: Ground) -> None:
        ground.apply("a", manager="a", key="1")
        forced = ground.config_map("a", key="2")
        ground.port.apply(forced, field_manager="b", force=True)
        assert ground.get("a")["data"] == {"key": "2"}
        with pytest.raises(errors.ConflictError):
            ground.apply("a", manager="a", key="1")

    def test_what_was_created_belongs_to_its_creator(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a", key="1"), field_manager="maker")
        with pytest.raises(errors.ConflictError) as caught:
            ground.apply("a", manager="b", key="2")
        assert '"maker"' in caught.value.causes[0].message

    def test_the_owners_are_told_in_managed_fields(self, ground: Ground) -> None:
        made = ground.apply("a", manager="a", key="1")
        [entry] = made["metadata"]["managedFields"]
        assert (entry["manager"], entry["operation"]) == ("a", "Apply")
        assert entry["fieldsV1"]["f:data"] == {"f:key": {}}

    def test_one_container_of_two_can_be_changed(self, ground: Ground) -> None:
        wanted = ground.deployment()
        sidecar = {"name": "exporter", "image": "registry.invalid/exporter:1"}
        containers = wanted["spec"]["template"]["spec"]["containers"]
        containers.append(sidecar)
        ground.port.apply(wanted, field_manager="a")
        containers[1] = {**sidecar, "image": "registry.invalid/exporter:2"}
        changed = ground.port.apply(wanted, field_manager="a")
        images = {
            container["name"]: container["image"]
            for container in changed["spec"]["template"]["spec"]["containers"]
        }
        assert images == {
            "web": "registry.invalid/web:1",
            "exporter": "registry.invalid/exporter:2",
        }

    @pytest.mark.parametrize("dry_run", [DryRun.SERVER, DryRun.CLIENT])
    def test_a_dry_run_changes_nothing(self, ground: Ground, dry_run: DryRun) -> None:
        before = ground.apply("a", key="1")
        wanted = ground.config_map("a", key="2")
        shown = ground.port.apply(wanted, field_manager="a", dry_run=dry_run)
        assert shown["data"] == {"key": "2"}
        assert ground.get("a") == before

    def test_a_nameless_object_is_invalid(self, ground: Ground) -> None:
        with pytest.raises(errors.InvalidError):
            ground.apply("")

    def test_the_version_is_the_one_asked_for(self, ground: Ground) -> None:
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
        wanted = {
            "apiVersion": HPA.api_version,
            "kind": HPA.name,
            "metadata": {"name": "web"},
            "spec": {"scaleTargetRef": target, "minReplicas": 1, "maxReplicas": 8},
        }
        ground.port.apply(wanted, namespace=ground.namespace)
        newer = Kind("autoscaling/v2", HPA.name)
        for kind in (HPA, newer):
            found = ground.port.get(kind, "web", namespace=ground.namespace)
            assert Kind.of(found) == kind
            assert found["spec"]["maxReplicas"] == 8


class TestDeleting:
    def test_what_is_deleted_is_gone(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        ground.port.delete(CONFIG_MAP, "a", namespace=ground.namespace)
        with pytest.raises(errors.NotFoundError):
            ground.get("a")

    def test_what_is_absent_cannot_be_deleted(self, ground: Ground) -> None:
        with pytest.raises(errors.NotFoundError):
            ground.port.delete(CONFIG_MAP, "nobody", namespace=ground.namespace)


class TestScaling:
    def test_the_replicas_change(self, ground: Ground) -> None:
        ground.port.create(ground.deployment(replicas=1))
        scale = ground.port.scale(DEPLOYMENT, "web", 8, namespace=ground.namespace)
        assert scale["kind"] == "Scale"
        assert scale["spec"]["replicas"] == 8
        found = ground.port.get(DEPLOYMENT, "web", namespace=ground.namespace)
        assert found["spec"]["replicas"] == 8

    def test_the_scale_tells_the_selector_of_the_pods(self, ground: Ground) -> None:
        ground.port.create(ground.deployment(replicas=3))
        scale = ground.port.get(
            DEPLOYMENT, "web", namespace=ground.namespace, subresource="scale"
        )
        assert scale["spec"]["replicas"] == 3
        assert scale["status"]["selector"] == "app=web"

    def test_who_applies_replicas_fights_with_who_scales(self, ground: Ground) -> None:
        ground.port.apply(ground.deployment(replicas=1))
        ground.port.scale(
            DEPLOYMENT, "web", 4, namespace=ground.namespace, field_manager="hpa"
        )
        with pytest.raises(errors.ConflictError) as caught:
            ground.port.apply(ground.deployment(replicas=1))
        [cause] = caught.value.causes
        assert cause.field == ".spec.replicas"
        assert '"hpa"' in cause.message

    def test_who_leaves_replicas_out_does_not(self, ground: Ground) -> None:
        ground.port.apply(ground.deployment(replicas=None))
        ground.port.scale(DEPLOYMENT, "web", 4, namespace=ground.namespace)
        kept = ground.port.apply(ground.deployment(replicas=None))
        assert kept["spec"]["replicas"] == 4

    @pytest.mark.parametrize("kind", [DEPLOYMENT, CONFIG_MAP])
    def test_what_cannot_scale_is_not_found(self, ground: Ground, kind: Kind) -> None:
        with pytest.raises(errors.NotFoundError):
            ground.port.scale(kind, "nobody", 2, namespace=ground.namespace)


class TestWatching:
    def test_it_lists_and_then_follows(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        events = ground.watch()
        assert told(events, 2) == [("ADDED", "a"), ("SYNCED", "")]
        ground.port.create(ground.config_map("b"))
        ground.apply("b", manager="b", key="1")
        ground.port.delete(CONFIG_MAP, "a", namespace=ground.namespace)
        assert told(events, 3) == [("ADDED", "b"), ("MODIFIED", "b"), ("DELETED", "a")]
        events.close()

    def test_a_label_decides_who_comes_and_goes(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a", app="db"), field_manager="a")
        events = ground.watch()
        assert told(events, 1) == [("SYNCED", "")]
        for app in ("web", "db"):
            moved = ground.config_map("a", app=app)
            ground.port.apply(moved, field_manager="a", force=True)
        assert told(events, 2) == [("ADDED", "a"), ("DELETED", "a")]
        events.close()

    def test_a_deletion_moves_the_resource_version_on(self, ground: Ground) -> None:
        made = ground.port.create(ground.config_map("a"))
        events = ground.watch()
        told(events, 2)
        ground.port.delete(CONFIG_MAP, "a", namespace=ground.namespace)
        gone = next(events).manifest
        assert gone is not None
        before = int(made["metadata"]["resourceVersion"])
        assert int(gone["metadata"]["resourceVersion"]) > before
        events.close()

    def test_it_ends_when_told_to(self, ground: Ground) -> None:
        stopped = [False]
        ground.port.create(ground.config_map("a"))
        events = ground.port.watch(
            CONFIG_MAP,
            namespace=ground.namespace,
            label_selector="app=web",
            stop=lambda: stopped[0],
        )
        assert told(events, 2) == [("ADDED", "a"), ("SYNCED", "")]
        stopped[0] = True
        assert list(events) == []

    def test_it_ends_when_the_time_is_over(self, ground: Ground) -> None:
        events = ground.port.watch(
            CONFIG_MAP,
            namespace=ground.namespace,
            label_selector="app=web",
            timeout_seconds=0,
        )
        assert [event.type for event in events] == [EventType.SYNCED]

    def test_dropped_history_is_gone(
        self, ground: Ground, drop_history: Callable[[], None]
    ) -> None:
        listing = ground.port.list(EVENT, namespace=ground.namespace)
        ground.port.create(happening(ground, "a"))
        drop_history()
        with pytest.raises(errors.GoneError) as caught:
            list(follow(ground, listing.resource_version))
        assert caught.value.status == 410

    def test_a_watch_says_that_there_is_a_gap_and_lists_again(
        self, ground: Ground, drop_history: Callable[[], None]
    ) -> None:
        ground.port.create(happening(ground, "a"))
        events = ground.port.watch(
            EVENT, namespace=ground.namespace, timeout_seconds=WAIT_SECONDS
        )
        assert told(events, 2) == [("ADDED", "a"), ("SYNCED", "")]
        # The stream is opened by the next event asked for: too late by then.
        ground.port.create(happening(ground, "b"))
        ground.port.delete(EVENT, "a", namespace=ground.namespace)
        drop_history()
        assert told(events, 4) == [
            ("GAP", ""),
            ("DELETED", "a"),
            ("ADDED", "b"),
            ("SYNCED", ""),
        ]
        ground.port.delete(EVENT, "b", namespace=ground.namespace)
        assert told(events, 1) == [("DELETED", "b")]
        events.close()


class TestReviews:
    def test_an_unknown_token_is_nobody_s(self, ground: Ground) -> None:
        verdict = ground.port.review_token("no-such-token")
        assert not verdict.authenticated
        assert verdict.user is None

    @pytest.mark.parametrize(
        ("groups", "allowed"),
        [
            pytest.param(("system:masters",), True, id="administrator"),
            pytest.param((), False, id="stranger"),
        ],
    )
    @pytest.mark.parametrize(
        "asked",
        [
            pytest.param({"verb": "get", "plural": "pods"}, id="object"),
            pytest.param({"verb": "get", "path": "/secrets-of-ours"}, id="path"),
        ],
    )
    def test_access_depends_on_who_asks(
        self,
        ground: Ground,
        groups: tuple[str, ...],
        allowed: bool,
        asked: dict[str, str],
    ) -> None:
        user = UserInfo(name="somebody", groups=groups)
        verdict = ground.port.review_access(AccessRequest(user=user, **asked))
        assert verdict.allowed is allowed


class TestDiscovery:
    def test_the_scope_and_plural_of_a_kind_are_known(self, ground: Ground) -> None:
        deployment = ground.port.served_kind(DEPLOYMENT)
        assert deployment.plural == "deployments"
        assert deployment.namespaced
        assert deployment.subresources >= {"scale", "status"}
        assert not ground.port.served_kind(NAMESPACE).namespaced

    def test_the_versions_of_the_hpa_are_known(self, ground: Ground) -> None:
        served = ground.port.served_versions("autoscaling")
        assert served[0] == "v2"
        assert "v1" in served

    def test_a_group_that_is_not_served_has_no_versions(self, ground: Ground) -> None:
        assert ground.port.served_versions("nobody.invalid") == ()

    def test_everything_is_listed_with_nothing_broken(self, ground: Ground) -> None:
        discovery = ground.port.discover()
        kinds = {served.kind for served in discovery.kinds}
        assert {CONFIG_MAP, DEPLOYMENT, NAMESPACE} <= kinds

    def test_the_server_tells_its_version(self, ground: Ground) -> None:
        assert ground.port.server_version().startswith("v1.")

    def test_a_path_that_does_not_exist_is_not_found(self, ground: Ground) -> None:
        with pytest.raises(errors.NotFoundError):
            ground.port.fetch("/apis/nobody.invalid/v1")


def follow(ground: Ground, resource_version: str) -> Generator[WatchEvent]:
    return ground.port.stream(
        EVENT,
        resource_version=resource_version,
        namespace=ground.namespace,
        timeout_seconds=1,
    )


def happening(ground: Ground, name: str) -> dict[str, Any]:
    """Write an Event: the kind of which an API server caches no history."""
    about = {"kind": "Namespace", "name": ground.namespace}
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": name, "namespace": ground.namespace},
        "involvedObject": {**about, "namespace": ground.namespace},
        "reason": "Tested",
        "message": "made by a test",
        "type": "Normal",
    }
