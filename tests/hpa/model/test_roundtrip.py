"""The annotations of autoscaling/v1, byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.model import v2
from hpa.model.legacy import newer, older
from hpa.model.meta import LabelSelector
from hpa.model.metrics import (
    ExternalMetricSource,
    MetricIdentifier,
    MetricSpec,
    MetricTarget,
)
from hpa.model.roundtrip import (
    ALL,
    behavior_text,
    conditions_text,
    metrics_text,
    read_behavior,
    read_conditions,
    read_metrics,
    stripped,
)
from hpa.model.status import HorizontalPodAutoscalerCondition
from hpa.model.v2beta2 import HPAScalingPolicy
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import METRICS, V2_RULES

EXTERNAL = MetricSpec(
    type="External",
    external=ExternalMetricSource(
        metric=MetricIdentifier(
            name="queue<&>", selector=LabelSelector(match_labels={"z": "1", "a": "2"})
        ),
        target=MetricTarget(type="Value", value=Quantity.parse("30")),
    ),
)


def test_metrics_are_written_compactly_sorted_and_escaped_as_go_does() -> None:
    assert metrics_text([EXTERNAL]) == (
        '[{"type":"External","external":{"metricName":"queue\\u003c\\u0026\\u003e",'
        '"metricSelector":{"matchLabels":{"a":"2","z":"1"}},"targetValue":"30"}}]'
    )


@given(st.lists(METRICS, max_size=3))
def test_metrics_come_back_as_the_older_shape_can_hold_them(
    metrics: list[MetricSpec],
) -> None:
    expected = tuple(newer(older(metric)) for metric in metrics)
    assert read_metrics(metrics_text(metrics)) == expected


def test_a_behavior_has_gos_names_and_nulls() -> None:
    policy = HPAScalingPolicy(type="Pods", value=4, period_seconds=15)
    behavior = v2.HorizontalPodAutoscalerBehavior(
        scale_up=v2.HPAScalingRules(policies=(policy,))
    )
    assert behavior_text(behavior) == (
        '{"ScaleUp":{"StabilizationWindowSeconds":null,"SelectPolicy":null,'
        '"Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15}]},"ScaleDown":null}'
    )


@given(V2_RULES, st.none() | V2_RULES)
def test_a_behavior_comes_back(
    up: v2.HPAScalingRules, down: v2.HPAScalingRules | None
) -> None:
    behavior = v2.HorizontalPodAutoscalerBehavior(scale_up=up, scale_down=down)
    assert read_behavior(behavior_text(behavior)) == behavior


@pytest.mark.parametrize("text", ["{}", "null", '{"ScaleUp":null}', "[]", "x", "3"])
def test_an_empty_or_unreadable_behavior_is_none(text: str) -> None:
    assert read_behavior(text) is None


def test_a_condition_without_time_has_a_null() -> None:
    condition = HorizontalPodAutoscalerCondition(type="AbleToScale", status="True")
    text = conditions_text([condition])
    assert text == '[{"type":"AbleToScale","status":"True","lastTransitionTime":null}]'
    assert read_conditions(text) == (condition,)


def test_null_stands_for_an_empty_list() -> None:
    assert read_metrics("null") == ()
    assert read_metrics("[null]") == (MetricSpec(),)


def test_only_our_annotations_are_stripped() -> None:
    assert stripped(dict.fromkeys([*ALL, "mine"], "x")) == {"mine": "x"}


def test_the_texts_are_json() -> None:
    assert (
        json.loads(metrics_text([EXTERNAL]))[0]["external"]["metricName"] == "queue<&>"
    )
