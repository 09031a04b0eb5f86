"""The controller's right to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.access import ACCOUNT, access_request, examine
from octoscale.kube.errors import ForbiddenError
from octoscale.kube.memory import MemoryKube
from tests.octoscale.doctor.chains import Chain, only

if TYPE_CHECKING:
    from octoscale.kube.types import AccessRequest


def test_the_controller_s_account_is_asked_about() -> None:
    asked: list[AccessRequest] = []

    def allows(request: AccessRequest) -> bool:
        asked.append(request)
        return True

    assert only(examine(Chain(allows=allows).scene())).verdict is Verdict.OK
    (request,) = asked
    assert request.user.name == ACCOUNT
    assert "system:serviceaccounts:kube-system" in request.user.groups
    assert (request.verb, request.plural, request.subresource) == (
        "get",
        "pods",
        "hits",
    )


def test_what_it_may_not_is_broken() -> None:
    clue = only(examine(Chain(allows=lambda _: False).scene()))
    assert clue.verdict is Verdict.BROKEN
    assert f"{ACCOUNT} may not get pods of custom.metrics.k8s.io" in clue.text


def test_the_user_that_was_refused_is_the_one_to_ask_about() -> None:
    chain = Chain(allows=lambda _: False)
    chain.hpa["status"]["conditions"][1]["message"] = (
        'forbidden: User "system:kube-controller-manager" cannot get resource'
    )
    assert "system:kube-controller-manager may not" in only(examine(chain.scene())).text


def test_external_metrics_are_listed() -> None:
    chain = Chain()
    chain.hpa["spec"]["metrics"] = [
        {
            "type": "External",
            "external": {
                "metric": {"name": "queue"},
                "target": {"type": "Value", "value": "1"},
            },
        }
    ]
    (request,) = chain.scene().requests
    wanted = access_request(request, "me", "shop")
    assert (wanted.verb, wanted.group, wanted.plural) == (
        "list",
        "external.metrics.k8s.io",
        "queue",
    )
    assert wanted.user.groups == ("system:authenticated",)


def test_a_namespace_s_metric_is_an_object_of_its_own() -> None:
    chain = Chain()
    chain.hpa["spec"]["metrics"] = [
        {
            "type": "Object",
            "object": {
                "describedObject": {"kind": "Namespace", "name": "shop"},
                "metric": {"name": "hits"},
                "target": {"type": "Value", "value": "1"},
            },
        }
    ]
    (request,) = chain.scene().requests
    wanted = access_request(request, "me", "shop")
    assert (wanted.plural, wanted.name, wanted.subresource) == ("metrics", "hits", "")


def test_what_cannot_be_asked_is_unknown() -> None:
    scene = Chain().scene()
    assert scene.requests
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    kube.failures.append(ForbiddenError("no", status=403))
    assert only(examine(scene)).verdict is Verdict.UNKNOWN
