"""The metrics API's registration."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.api import examine, is_available
from octoscale.kube.errors import ForbiddenError, from_status
from octoscale.kube.memory import MemoryKube
from tests.hpa.live.clusters import CUSTOM, PODS_PATH
from tests.octoscale.doctor.chains import Chain, api_service, only, told

GROUP = "custom.metrics.k8s.io"


def unavailable(reason: str) -> dict[str, Any]:
    made = api_service("v1beta1")
    made["status"]["conditions"] = [
        {"type": "Available", "status": "False", "reason": reason, "message": "said so"}
    ]
    return made


def test_an_available_api_names_its_owner() -> None:
    clue = only(examine(Chain().scene()))
    assert clue.verdict is Verdict.OK
    assert "monitoring/prometheus-adapter (Prometheus Adapter)" in clue.text


def test_an_api_that_nobody_registered_is_broken() -> None:
    scene = Chain(apis=[]).scene()
    assert "nobody serves custom.metrics.k8s.io" in only(examine(scene)).text
    assert not is_available(scene, GROUP)


def test_a_version_that_nobody_asks_is_broken() -> None:
    clue = only(examine(Chain(apis=[api_service("v1")]).scene()))
    assert "registered as v1; the controller asks for v1beta2 or v1beta1" in clue.text


@pytest.mark.parametrize(
    ("reason", "fix"),
    [
        ("ServiceNotFound", "make the Service"),
        ("MissingEndpoints", "ready pods"),
        ("FailedDiscoveryCheck", "firewall"),
        ("Other", "logs"),
    ],
)
def test_an_unavailable_api_is_broken(reason: str, fix: str) -> None:
    clue = only(examine(Chain(apis=[unavailable(reason)]).scene()))
    assert clue.verdict is Verdict.BROKEN
    assert reason in clue.text
    assert "said so" in told(clue)
    assert fix in clue.fix


def test_one_available_version_is_enough() -> None:
    chain = Chain(apis=[unavailable("ServiceNotFound"), api_service("v1beta2")])
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.OK
    assert "ServiceNotFound" in told(clue)


def test_an_api_that_is_available_and_does_not_answer_is_broken() -> None:
    class Silent(MemoryKube):
        def fetch(self, path: str, *, query: Any = None) -> Any:
            raise from_status(503, {"message": f"x509: {path} {query}"})

    chain = Chain(apis=[api_service("v1beta1")])
    scene = chain.scene()
    assert isinstance(scene.cluster.kube, MemoryKube)
    scene.cluster.kube.__class__ = Silent
    clue = only(examine(scene))
    assert clue.verdict is Verdict.BROKEN
    assert "503: x509" in told(clue)
    assert "caBundle" in clue.fix
    assert not is_available(scene, GROUP)


def test_an_api_without_a_condition_is_not_looked_at_yet() -> None:
    fresh = api_service("v1beta1")
    del fresh["status"]
    assert "not looked at" in told(only(examine(Chain(apis=[fresh]).scene())))


def test_an_api_of_somebody_else_is_broken_when_it_does_not_know_the_metric() -> None:
    foreign = api_service("v1beta1")
    foreign["spec"]["service"] = {"name": "keda-metrics", "namespace": "keda"}
    chain = Chain(apis=[foreign])
    assert only(examine(chain.scene())).verdict is Verdict.OK
    del chain.documents[PODS_PATH]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "belongs to keda/keda-metrics (KEDA)" in clue.text


def test_what_cannot_be_read_is_unknown() -> None:
    scene = Chain().scene()
    assert scene.requests[0].path.startswith(CUSTOM)
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    kube.failures.append(ForbiddenError("no", status=403))
    clue = only(examine(scene))
    assert clue.verdict is Verdict.UNKNOWN
    assert is_available(scene, GROUP)
