"""What is known of one HPA's surroundings."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import Failure, ScaleView
from octoscale.doctor.scene import Refusal, is_ready
from octoscale.kube.errors import ForbiddenError, KubeError, UnreachableError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Kind
from tests.octoscale.doctor.chains import PODS, Chain


def event(name: str, reason: str, at: str) -> dict[str, object]:
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": f"{name}.{reason}".lower(), "namespace": "shop"},
        "involvedObject": {"kind": "HorizontalPodAutoscaler", "name": name},
        "reason": reason,
        "lastTimestamp": at,
    }


def test_scale_pods_and_requests_are_those_of_the_workload() -> None:
    scene = Chain().scene()
    assert scene.scale == ScaleView(
        spec_replicas=2, status_replicas=2, selector="app=web"
    )
    assert scene.pod_names == PODS
    (request,) = scene.requests
    assert (request.name, request.query) == ("hits", {"labelSelector": "app=web"})


def test_a_missing_workload_is_a_failure_and_has_no_pods() -> None:
    chain = Chain()
    chain.hpa["spec"]["scaleTargetRef"]["name"] = "gone"
    scene = chain.scene()
    assert isinstance(scene.scale, Failure)
    assert (scene.selector, scene.pod_names) == ("", ())


def test_events_are_the_hpa_s_own_in_their_order() -> None:
    chain = Chain()
    chain.objects += [
        event("web", "Later", "2026-01-02T00:00:00Z"),
        event("web", "Sooner", "2026-01-01T00:00:00Z"),
        event("other", "Strange", "2026-01-03T00:00:00Z"),
    ]
    assert [one["reason"] for one in chain.scene().events] == ["Sooner", "Later"]


def test_a_question_is_asked_once() -> None:
    scene = Chain().scene()
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    pods = Kind("v1", "Pod")
    first = scene.cluster.all_of(pods, "shop")
    kube.failures.append(KubeError("asked again"))
    assert scene.cluster.all_of(pods, "shop") is first


def test_a_refusal_is_an_answer_and_silence_is_none() -> None:
    scene = Chain().scene()
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    kube.failures.append(ForbiddenError("no", status=403))
    found = scene.cluster.document("/a")
    assert isinstance(found, Refusal)
    assert found.is_forbidden
    kube.failures.append(UnreachableError("away"))
    with pytest.raises(UnreachableError):
        scene.cluster.document("/b")


def test_an_unreachable_server_is_no_missing_workload() -> None:
    scene = Chain().scene()
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    kube.failures.append(UnreachableError("away"))
    with pytest.raises(UnreachableError):
        _ = scene.scale


def test_only_a_true_ready_condition_is_ready() -> None:
    assert not is_ready({})
    assert not is_ready({"status": {"conditions": [{"type": "Ready", "status": "F"}]}})
