"""Plain data to objects and back: what is read, dropped, refused and left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from hpa.model import v1, v2beta2
from hpa.model.codec import Problem, decode, encode, keys_of
from hpa.model.meta import CrossVersionObjectReference, LabelSelector, ObjectMeta
from hpa.model.metrics import MetricSpec, MetricTarget
from hpa.model.status import HorizontalPodAutoscalerCondition
from hpa.model.v2beta2 import HPAScalingRules
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import VALID


@given(VALID)
def test_an_object_survives_plain_data(hpa: v2beta2.HorizontalPodAutoscaler) -> None:
    again, problems = decode(v2beta2.HorizontalPodAutoscaler, encode(hpa))
    assert problems == ()
    assert again == hpa


@given(VALID)
def test_plain_data_holds_no_nulls_and_no_objects(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> None:
    def check(value: Any) -> None:
        assert isinstance(value, dict | list | str | int)
        if isinstance(value, dict | list):
            parts = value.values() if isinstance(value, dict) else value
            for part in parts:
                check(part)

    check(encode(hpa))


PROBLEMS = [
    ("no mapping", 5, (), "type", "expected a mapping, got the number 5"),
    ("text for number", {"maxReplicas": "5"}, ("maxReplicas",), "type", "'5'"),
    ("fraction", {"maxReplicas": 5.0}, ("maxReplicas",), "type", "5.0"),
    ("truth", {"maxReplicas": True}, ("maxReplicas",), "type", "true"),
    ("too wide", {"maxReplicas": 2**31}, ("maxReplicas",), "type", "32 bits"),
    ("mapping for list", {"metrics": {}}, ("metrics",), "type", "list"),
    ("list item", {"metrics": [{}, 3]}, ("metrics", 1), "type", "3"),
    (
        "number for text",
        {"metrics": [{"type": 1}]},
        ("metrics", 0, "type"),
        "type",
        "1",
    ),
    ("unknown", {"maxReplica": 5}, ("maxReplica",), "unknown", "'maxReplica'"),
]


@pytest.mark.parametrize(
    ("value", "path", "kind", "word"),
    [p[1:] for p in PROBLEMS],
    ids=[p[0] for p in PROBLEMS],
)
def test_a_wrong_value_is_a_problem_with_its_path(
    value: Any, path: tuple[str | int, ...], kind: str, word: str
) -> None:
    result, problems = decode(v2beta2.HorizontalPodAutoscalerSpec, value)
    assert [(problem.path, problem.kind) for problem in problems] == [(path, kind)]
    assert word in problems[0].message
    assert result.max_replicas == 0


def test_an_unknown_field_suggests_the_nearest_known_one() -> None:
    _, problems = decode(v2beta2.HorizontalPodAutoscalerSpec, {"maxReplica": 5})
    assert problems == (
        Problem(
            ("maxReplica",),
            "unknown",
            "unknown field 'maxReplica'",
            "did you mean 'maxReplicas'?",
        ),
    )


def test_a_field_in_the_wrong_case_is_unknown_and_suggested() -> None:
    _, (problem,) = decode(v2beta2.HorizontalPodAutoscalerSpec, {"MinReplicas": 5})
    assert problem.hint == "did you mean 'minReplicas'?"


def test_all_problems_of_an_object_are_listed() -> None:
    value = {"maxReplicas": "x", "minReplicas": [], "metrics": [{"typ": 1}]}
    _, problems = decode(v2beta2.HorizontalPodAutoscalerSpec, value)
    assert len(problems) == 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"metrics": None}, v2beta2.HorizontalPodAutoscalerSpec()),
        ({"minReplicas": None}, v2beta2.HorizontalPodAutoscalerSpec()),
        (None, v2beta2.HorizontalPodAutoscalerSpec()),
        (
            {"metrics": [None]},
            v2beta2.HorizontalPodAutoscalerSpec(metrics=(MetricSpec(),)),
        ),
    ],
    ids=["list", "number", "object", "item"],
)
def test_null_stands_for_absent(value: Any, expected: object) -> None:
    assert decode(v2beta2.HorizontalPodAutoscalerSpec, value) == (expected, ())


def test_null_among_texts_is_the_empty_text() -> None:
    value = {"labels": {"a": None}, "finalizers": [None]}
    metadata, _ = decode(ObjectMeta, value)
    assert (metadata.labels, metadata.finalizers) == ({"a": ""}, ("",))


def test_labels_must_be_texts() -> None:
    _, problems = decode(ObjectMeta, {"labels": {"a": 1}, "annotations": []})
    assert [problem.path for problem in problems] == [("labels", "a"), ("annotations",)]


def test_an_empty_policy_list_is_not_an_absent_one() -> None:
    assert decode(HPAScalingRules, {"policies": []})[0].policies == ()
    assert decode(HPAScalingRules, {"policies": None})[0].policies is None
    assert encode(HPAScalingRules(policies=())) == {"policies": []}
    assert encode(HPAScalingRules()) == {}


def test_an_empty_object_stays_where_an_absent_one_would_differ() -> None:
    spec = v2beta2.HorizontalPodAutoscalerSpec(
        behavior=v2beta2.HorizontalPodAutoscalerBehavior()
    )
    assert encode(spec)["behavior"] == {}
    assert encode(LabelSelector()) == {}


def test_empty_text_is_written_only_where_the_api_writes_it() -> None:
    assert encode(CrossVersionObjectReference()) == {"kind": "", "name": ""}
    assert encode(ObjectMeta()) == {}


def test_quantities_are_written_as_text() -> None:
    target = MetricTarget(type="Value", value=Quantity.parse("0.5"))
    assert encode(target) == {"type": "Value", "value": "500m"}


def test_labels_are_written_in_order_of_their_names() -> None:
    metadata = ObjectMeta(labels={"b": "1", "a": "2"})
    assert list(encode(metadata)["labels"]) == ["a", "b"]


def test_a_null_is_written_only_on_demand_and_only_where_the_api_does() -> None:
    condition = HorizontalPodAutoscalerCondition(type="AbleToScale", status="True")
    assert "lastTransitionTime" not in encode(condition)
    assert encode(condition, nulls=True)["lastTransitionTime"] is None
    assert "reason" not in encode(condition, nulls=True)


def test_names_that_are_not_camel_case_are_spelled_out() -> None:
    assert "targetCPUUtilizationPercentage" in keys_of(v1.HorizontalPodAutoscalerSpec)
