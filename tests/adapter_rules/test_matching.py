"""Whose value each sample becomes, and which nobody gets."""

from __future__ import annotations

import math

from adapter_rules.matching import match
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.request import MetricRequest
from octoscale.kube.restmapper import PODS

ASKED = MetricRequest(
    metric="m", group_resource=PODS, namespace="shop", names=("a", "b")
)


def vector(*samples: tuple[float, dict[str, str]]) -> QueryResult:
    return QueryResult("vector", tuple(Sample(x, v, 0.0) for v, x in samples))


def test_each_object_gets_its_own_or_none() -> None:
    found = match(vector((1.5, {"pod": "a"})), "pod", ASKED)
    one, none = found.values
    assert one.quantity is not None
    assert (one.name, one.quantity.canonical) == ("a", "1500m")
    assert (none.name, none.quantity) == ("b", None)
    assert none.note
    assert found.text == "1 sample; 1 of 2 objects have one"
    assert found.arrived


def test_what_is_dropped_is_told() -> None:
    samples = vector((1, {"pod": "a"}), (2, {"pod": "a"}), (3, {"pod": "x"}))
    found = match(samples, "pod", ASKED)
    assert found.dropped == (
        'dropped, a later one wins: {pod="a"} 1',
        'dropped, not asked for: {pod="x"} 3',
    )
    assert str(found.values[0].quantity) == "2"


def test_without_the_label_nothing_arrives() -> None:
    found = match(vector((1, {"job": "x"})), "pod", ASKED)
    assert not found.arrived
    assert "no label 'pod'" in found.absent


def test_each_sample_is_an_external_item() -> None:
    request = MetricRequest(metric="m", namespace="shop")
    found = match(vector((1, {"queue": "a"}), (2, {"queue": "b"})), "", request)
    assert [dict(value.labels) for value in found.values] == [
        {"queue": "a"},
        {"queue": "b"},
    ]
    assert found.text == "2 samples, which the HPA adds up"
    assert found.dropped == ()


def test_a_value_that_is_none_is_noted() -> None:
    found = match(vector((math.nan, {"pod": "a"})), "pod", ASKED)
    assert "NaN" in found.values[0].note
