"""Tests of ``hpa.algorithm.limits``."""

from __future__ import annotations

import pytest

from hpa.algorithm.limits import (
    MESSAGES,
    Limited,
    default_scale_up_limit,
    within_default_limits,
    within_limits,
)
from hpa.algorithm.types import Behavior, ScalingPolicy, ScalingRules, State
from hpa.algorithm.versions import Switches
from tests.hpa.algorithm.situations import DEFAULT_BEHAVIOR, spec


@pytest.mark.parametrize(
    ("current", "expected"), [(0, 4), (1, 4), (2, 4), (3, 6), (100, 200)]
)
def test_without_behavior_a_sync_doubles_or_reaches_four(
    current: int, expected: int
) -> None:
    assert default_scale_up_limit(current) == expected


@pytest.mark.parametrize(
    ("desired", "current", "expected"),
    [
        pytest.param(5, 4, Limited(5, "DesiredWithinRange"), id="inside"),
        pytest.param(0, 4, Limited(2, "TooFewReplicas"), id="below the minimum"),
        pytest.param(9, 2, Limited(4, "ScaleUpLimit"), id="too fast"),
        pytest.param(25, 10, Limited(12, "TooManyReplicas"), id="above the maximum"),
        pytest.param(99, 6, Limited(12, "TooManyReplicas"), id="both at once: maximum"),
        pytest.param(12, 6, Limited(12, "DesiredWithinRange"), id="at the end of both"),
    ],
)
def test_the_limits_without_behavior(
    desired: int, current: int, expected: Limited
) -> None:
    bounds = spec(minimum=2, maximum=12)
    assert within_default_limits(desired, current, bounds) == expected


@pytest.mark.parametrize(
    ("desired", "current", "expected"),
    [
        pytest.param(5, 5, Limited(5, "DesiredWithinRange"), id="no change"),
        pytest.param(7, 3, Limited(7, "DesiredWithinRange"), id="as fast as allowed"),
        pytest.param(9, 2, Limited(6, "ScaleUpLimit"), id="up too fast"),
        pytest.param(25, 10, Limited(12, "TooManyReplicas"), id="above the maximum"),
        pytest.param(99, 8, Limited(12, "TooManyReplicas"), id="more than both"),
        pytest.param(99, 6, Limited(12, "TooManyReplicas"), id="both limits are equal"),
        pytest.param(0, 4, Limited(2, "TooFewReplicas"), id="below the minimum"),
        pytest.param(3, 4, Limited(3, "DesiredWithinRange"), id="inside, down"),
    ],
)
def test_the_limits_with_an_empty_behavior(
    desired: int, current: int, expected: Limited
) -> None:
    bounds = spec(minimum=2, maximum=12, behavior=DEFAULT_BEHAVIOR)
    limited = within_limits(
        desired, current, bounds, State(), switches=Switches(), now_micros=0
    )
    assert limited == expected


_SLOW = ScalingRules(policies=(ScalingPolicy(type="Pods", value=1, period_seconds=60),))
_THREE = ScalingRules(
    policies=(ScalingPolicy(type="Pods", value=3, period_seconds=60),)
)
_FROZEN = ScalingRules(policies=_SLOW.policies, select_policy="Disabled")


@pytest.mark.parametrize(
    ("rules", "desired", "expected"),
    [
        pytest.param(_SLOW, 9, Limited(6, "ScaleUpLimit"), id="up by one"),
        pytest.param(_SLOW, 2, Limited(4, "ScaleDownLimit"), id="down by one"),
        pytest.param(_THREE, 1, Limited(2, "TooFewReplicas"), id="down to both"),
        pytest.param(_FROZEN, 9, Limited(5, "ScaleUpLimit"), id="up disabled"),
        pytest.param(_FROZEN, 2, Limited(5, "ScaleDownLimit"), id="down disabled"),
    ],
)
def test_policies_limit_the_speed(
    rules: ScalingRules, desired: int, expected: Limited
) -> None:
    slow = spec(minimum=2, behavior=Behavior(scale_up=rules, scale_down=rules))
    limited = within_limits(
        desired, 5, slow, State(), switches=Switches(), now_micros=0
    )
    assert limited == expected


def test_without_behavior_the_default_limits_hold() -> None:
    limited = within_limits(9, 1, spec(), State(), switches=Switches(), now_micros=0)
    assert limited == Limited(4, "ScaleUpLimit")


def test_every_reason_has_its_message() -> None:
    assert set(MESSAGES) == {
        "DesiredWithinRange",
        "ScaleDownLimit",
        "ScaleUpLimit",
        "TooFewReplicas",
        "TooManyReplicas",
    }
