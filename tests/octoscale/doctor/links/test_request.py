"""The answer to the controller's request."""

from __future__ import annotations

import pytest

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.request import examine
from tests.hpa.live.clusters import CUSTOM, PODS_PATH, values
from tests.octoscale.doctor.chains import Chain, api_service, only, told


def answering(**of_pods: str) -> Chain:
    chain = Chain()
    chain.documents[PODS_PATH] = values(**of_pods)
    return chain


def metric(chain: Chain, kind: str, **source: object) -> Chain:
    field = {"Object": "object", "Resource": "resource"}[kind]
    chain.hpa["spec"]["metrics"] = [{"type": kind, field: source}]
    return chain


def test_values_arrive() -> None:
    clue = only(examine(Chain().scene()))
    assert clue.verdict is Verdict.OK
    assert "web0: 10" in told(clue)
    assert f"GET {PODS_PATH}?labelSelector=app=web" in clue.evidence


def test_200_without_items_is_broken() -> None:
    clue = only(examine(answering().scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "<unknown>" in clue.text


@pytest.mark.parametrize("value", ["-9223372036854775808m", "nonsense"])
def test_a_value_that_is_no_number_is_broken(value: str) -> None:
    clue = only(examine(answering(web0="5", web1=value).scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "1 of 2 values" in clue.text
    assert "guard the query" in clue.fix


def test_a_ready_pod_without_a_value_is_a_note() -> None:
    clue = only(examine(answering(web0="5").scene()))
    assert clue.verdict is Verdict.NOTE
    assert "no value: web1" in clue.evidence


def test_an_error_is_broken_unless_the_metric_is_not_even_listed() -> None:
    chain = Chain()
    del chain.documents[PODS_PATH]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert clue.text.startswith("404: ")
    chain.documents[CUSTOM] = {"resources": []}
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS


def test_without_an_api_or_pods_it_follows() -> None:
    assert only(examine(Chain(apis=[]).scene())).verdict is Verdict.FOLLOWS
    chain = Chain()
    chain.drop("Deployment")
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS


@pytest.mark.parametrize(
    ("kind", "words"), [("Unicorn", "Unicorn"), ("Node", "outside namespaces")]
)
def test_an_object_that_cannot_be_asked_for_is_broken(kind: str, words: str) -> None:
    described = {"kind": kind, "name": "one", "apiVersion": "v1"}
    target = {"type": "Value", "value": "1"}
    chain = metric(
        Chain(),
        "Object",
        describedObject=described,
        metric={"name": "hits"},
        target=target,
    )
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert words in clue.text


@pytest.mark.parametrize(
    ("names", "verdict"), [(["web0"], Verdict.OK), ([], Verdict.BROKEN)]
)
def test_usage_arrives_or_not(names: list[str], verdict: Verdict) -> None:
    chain = metric(
        Chain(apis=[api_service("v1beta1", "metrics.k8s.io")]),
        "Resource",
        name="cpu",
        target={"type": "AverageValue", "averageValue": "1"},
    )
    path = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods"
    chain.documents[path] = {"items": [{"metadata": {"name": name}} for name in names]}
    assert only(examine(chain.scene())).verdict is verdict
