"""What the in-memory cluster offers to tests beyond the port's contract."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.kube import errors
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import AccessRequest, EventType, Kind, ServedKind, UserInfo

CONFIG_MAP = Kind("v1", "ConfigMap")
HPA = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")
JANE = UserInfo(name="jane")
WIDGET = ServedKind(
    kind=Kind("widgets.invalid/v1", "Widget"), plural="widgets", namespaced=False
)


def manifest(kind: Kind, name: str = "a", **more: Any) -> dict[str, Any]:
    head = {"apiVersion": kind.api_version, "kind": kind.name}
    return {**head, "metadata": {"name": name}, **more}


def names(kube: MemoryKube, kind: Kind) -> list[str]:
    return [item["metadata"]["name"] for item in kube.list(kind).items]


def test_calls_fail_as_often_as_laid_out() -> None:
    kube = MemoryKube()
    kube.failures.extend([errors.UnreachableError("away"), errors.KubeError("busy")])
    for kind in (errors.UnreachableError, errors.KubeError):
        with pytest.raises(kind):
            kube.server_version()
    assert kube.server_version() == "v1.23.0"


def test_a_watch_waits_for_a_server_that_is_away() -> None:
    kube = MemoryKube()
    events = kube.watch(CONFIG_MAP, timeout_seconds=30)
    assert next(events).type is EventType.SYNCED
    kube.failures.append(errors.UnreachableError("away"))
    kube_made = manifest(CONFIG_MAP)
    assert next(events).type is EventType.GAP
    kube.create(kube_made)
    assert [next(events).type for _ in range(2)] == [EventType.ADDED, EventType.SYNCED]
    events.close()


def test_dropped_history_ends_a_running_stream() -> None:
    kube = MemoryKube()
    version = kube.list(CONFIG_MAP).resource_version
    stream = kube.stream(CONFIG_MAP, resource_version=version)
    kube.create(manifest(CONFIG_MAP))
    assert next(stream).type is EventType.ADDED
    kube.drop_history()
    with pytest.raises(errors.GoneError):
        next(stream)


def test_custom_kinds_are_served() -> None:
    kube = MemoryKube(custom_kinds=[WIDGET])
    kube.create(manifest(WIDGET.kind))
    assert names(kube, WIDGET.kind) == ["a"]
    assert kube.served_versions("widgets.invalid") == ("v1",)


def test_tokens_and_permissions_are_what_the_test_says() -> None:
    kube = MemoryKube(
        tokens={"sesame": JANE}, allows=lambda request: request.verb == "get"
    )
    assert kube.review_token("sesame").user == JANE
    for verb, allowed in (("get", True), ("delete", False)):
        request = AccessRequest(user=JANE, verb=verb, plural="pods")
        assert kube.review_access(request).allowed is allowed


def test_another_version_is_read_through_the_conversion() -> None:
    def convert(found: dict[str, Any], api_version: str) -> dict[str, Any]:
        return {**found, "apiVersion": api_version, "converted": True}

    kube = MemoryKube(convert=convert)
    kube.create(manifest(HPA))
    assert kube.get(Kind("autoscaling/v1", HPA.name), "a")["converted"] is True


def test_the_clock_stamps() -> None:
    kube = MemoryKube(clock=lambda: 86400.0)
    made = kube.create(manifest(CONFIG_MAP))
    assert made["metadata"]["creationTimestamp"] == "1970-01-02T00:00:00Z"


def test_two_clusters_with_the_same_story_are_the_same() -> None:
    told = []
    for _ in range(2):
        kube = MemoryKube()
        kube.apply(manifest(CONFIG_MAP, data={"a": "1"}))
        kube.create({**manifest(CONFIG_MAP), "metadata": {"generateName": "b-"}})
        told.append(kube.list(CONFIG_MAP))
    assert told[0] == told[1]


def test_a_namespace_takes_its_content_along() -> None:
    kube = MemoryKube()
    kube.create(manifest(Kind("v1", "Namespace"), "shop"))
    kube.create(manifest(CONFIG_MAP, "mine"), namespace="shop")
    kube.create(manifest(CONFIG_MAP, "other"))
    kube.delete(Kind("v1", "Namespace"), "shop")
    assert names(kube, CONFIG_MAP) == ["other"]


def test_an_owner_takes_what_it_owns_along() -> None:
    kube = MemoryKube()
    owner = kube.create(manifest(CONFIG_MAP, "owner"))
    reference = {"uid": owner["metadata"]["uid"], "kind": "ConfigMap", "name": "owner"}
    owned = manifest(CONFIG_MAP, "owned")
    owned["metadata"]["ownerReferences"] = [reference]
    kube.create(owned)
    kube.delete(CONFIG_MAP, "owner")
    assert names(kube, CONFIG_MAP) == []


def test_only_a_change_of_the_spec_is_a_new_generation() -> None:
    kube = MemoryKube()
    kube.apply(manifest(HPA, spec={"maxReplicas": 4}))
    kube.apply(manifest(HPA, spec={"maxReplicas": 8}))
    labelled = manifest(HPA, spec={"maxReplicas": 8})
    labelled["metadata"]["labels"] = {"app": "web"}
    assert kube.apply(labelled)["metadata"]["generation"] == 2


def test_texts_are_fetched_by_path() -> None:
    kube = MemoryKube()
    kube.documents["/metrics"] = "up 1\n"
    assert kube.fetch_text("/metrics") == "up 1\n"
    with pytest.raises(errors.NotFoundError):
        kube.fetch_text("/other")


def test_documents_are_fetched_by_path() -> None:
    kube = MemoryKube()
    path = "/apis/custom.metrics.k8s.io/v1beta1"
    kube.documents[path] = {"kind": "APIResourceList"}
    assert kube.fetch(path) == {"kind": "APIResourceList"}
