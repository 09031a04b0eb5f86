"""The workload, its pods and described objects."""

from __future__ import annotations

from typing import Any

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.pods import examine
from octoscale.kube.errors import ForbiddenError
from octoscale.kube.memory import MemoryKube
from tests.hpa.live.clusters import pod
from tests.octoscale.doctor.chains import Chain, only, told


def test_ready_pods_hold() -> None:
    clue = only(examine(Chain().scene()))
    assert (clue.verdict, clue.text) == (
        Verdict.OK,
        "2 of 2 pods of Deployment shop/web are ready",
    )


def test_a_missing_workload_is_broken() -> None:
    chain = Chain()
    chain.drop("Deployment")
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "scaleTargetRef" in clue.fix


def test_a_workload_without_pods_is_broken() -> None:
    chain = Chain()
    chain.drop("Pod")
    clue = only(examine(chain.scene()))
    assert "asks for 2 pods" in clue.text
    for one in chain.objects:
        if one["kind"] == "Deployment" and one["metadata"]["name"] == "web":
            one["spec"]["replicas"] = 0
    assert "scale it to at least 1" in only(examine(chain.scene())).fix


def test_pods_that_do_not_start_are_broken_with_their_reason() -> None:
    chain = Chain()
    chain.drop("Pod")
    waiting = {"state": {"waiting": {"reason": "ImagePullBackOff"}}}
    late = pod("web0", phase="Pending", conditions=[], containerStatuses=[waiting])
    chain.objects.append(late)
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "web0: Pending, ImagePullBackOff" in clue.evidence
    chain.objects.append(pod("web1"))
    assert only(examine(chain.scene())).verdict is Verdict.NOTE


def test_a_workload_without_a_selector_is_broken() -> None:
    chain = Chain()
    for one in chain.objects:
        if one["kind"] == "Deployment" and one["metadata"]["name"] == "web":
            one["spec"]["selector"] = {}
    assert "no selector" in only(examine(chain.scene())).text


def test_pods_that_cannot_be_listed_are_unknown() -> None:
    scene = Chain().scene()
    assert scene.selector
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    kube.failures.append(ForbiddenError("no", status=403))
    assert only(examine(scene)).verdict is Verdict.UNKNOWN


def utilization(kind: str, field: str, **more: str) -> dict[str, Any]:
    target = {"type": "Utilization", "averageUtilization": 80}
    return {"type": kind, field: {"name": "cpu", "target": target, **more}}


def test_a_utilization_needs_requests() -> None:
    chain = Chain()
    chain.hpa["spec"]["metrics"] = [utilization("Resource", "resource")]
    ready, requested = examine(chain.scene())
    assert ready.verdict is Verdict.OK
    assert requested.verdict is Verdict.BROKEN
    assert "web0: container web" in told(requested)
    chain.hpa["spec"]["metrics"] = [
        utilization("ContainerResource", "containerResource", container="other")
    ]
    assert only(examine(chain.scene())).verdict is Verdict.OK


def test_a_described_object_has_to_be_there() -> None:
    chain = Chain()
    described = {"kind": "Service", "name": "gone", "apiVersion": "v1"}
    chain.hpa["spec"]["metrics"] = [
        {
            "type": "Object",
            "object": {
                "describedObject": described,
                "metric": {"name": "hits"},
                "target": {"type": "Value", "value": "1"},
            },
        }
    ]
    missing, ready = examine(chain.scene())
    assert missing.verdict is Verdict.BROKEN
    assert 'services "gone" not found' in missing.text
    assert ready.verdict is Verdict.OK
