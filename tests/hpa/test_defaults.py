"""What the API server fills in, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from hpa.defaults import SCALE_DOWN, SCALE_UP, with_defaults
from hpa.model import v1, v2, v2beta1, v2beta2
from hpa.model.hub import to_v2
from hpa.model.hub_v1 import cpu_metric
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import VALID

POLICY = v2beta2.HPAScalingPolicy(type="Pods", value=1, period_seconds=60)


def behavior(
    given: v2.HorizontalPodAutoscalerBehavior | None,
) -> v2.HorizontalPodAutoscalerBehavior | None:
    spec = v2.HorizontalPodAutoscalerSpec(behavior=given)
    return with_defaults(v2.HorizontalPodAutoscaler(spec=spec)).spec.behavior


@given(VALID)
def test_filling_in_twice_changes_nothing(hpa: v2beta2.HorizontalPodAutoscaler) -> None:
    once = with_defaults(hpa)
    assert with_defaults(once) == once
    assert once.metadata is hpa.metadata


@pytest.mark.parametrize(
    "hpa",
    [
        v1.HorizontalPodAutoscaler(),
        v2beta1.HorizontalPodAutoscaler(),
        v2beta2.HorizontalPodAutoscaler(),
        v2.HorizontalPodAutoscaler(),
    ],
    ids=["v1", "v2beta1", "v2beta2", "v2"],
)
def test_every_version_means_one_replica_and_cpu_at_80_percent(
    hpa: v2.HorizontalPodAutoscaler,
) -> None:
    hub = to_v2(with_defaults(hpa))
    assert hub.spec.min_replicas == 1
    assert hub.spec.metrics == (cpu_metric(80),)
    assert hub.spec.behavior is None


def test_an_absent_behavior_stays_absent_and_an_empty_one_is_filled() -> None:
    assert behavior(None) is None
    filled = behavior(v2.HorizontalPodAutoscalerBehavior())
    assert filled == v2.HorizontalPodAutoscalerBehavior(
        scale_up=SCALE_UP, scale_down=SCALE_DOWN
    )


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            v2.HPAScalingRules(select_policy="Min"),
            replace(SCALE_UP, select_policy="Min"),
        ),
        (v2.HPAScalingRules(policies=(POLICY,)), replace(SCALE_UP, policies=(POLICY,))),
        (v2.HPAScalingRules(policies=()), replace(SCALE_UP, policies=())),
        (
            v2.HPAScalingRules(stabilization_window_seconds=60),
            replace(SCALE_UP, stabilization_window_seconds=60),
        ),
        (
            v2.HPAScalingRules(tolerance=Quantity.parse("0.2")),
            replace(SCALE_UP, tolerance=Quantity.parse("0.2")),
        ),
    ],
    ids=["select", "policies", "no policies", "window", "tolerance"],
)
def test_given_fields_win_one_by_one(
    rules: v2.HPAScalingRules, expected: v2.HPAScalingRules
) -> None:
    filled = behavior(v2.HorizontalPodAutoscalerBehavior(scale_up=rules))
    assert filled is not None
    assert filled.scale_up == expected
    assert filled.scale_down == SCALE_DOWN


def test_zero_replicas_are_given() -> None:
    spec = v2.HorizontalPodAutoscalerSpec(min_replicas=0)
    assert with_defaults(v2.HorizontalPodAutoscaler(spec=spec)).spec.min_replicas == 0
