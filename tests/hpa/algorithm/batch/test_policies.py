"""Scaling policies over arrays: slots, directions and their periods."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.algorithm.types import (
    Behavior,
    Config,
    ScaleEvent,
    ScalingPolicy,
    ScalingRules,
    Spec,
    State,
    Switches,
)
from tests.hpa.algorithm.batch.engines import plain
from tests.hpa.algorithm.situations import QUEUE

_SECOND = 1_000_000


def _rules(*policies: tuple[str, int, int], select: str = "Max") -> ScalingRules:
    made: list[Any] = [
        ScalingPolicy(type=type_, value=value, period_seconds=period)  # type: ignore[arg-type] # a table of plain strings
        for type_, value, period in policies
    ]
    return ScalingRules(policies=tuple(made), select_policy=select)  # type: ignore[arg-type] # as above


def _row(
    up: ScalingRules,
    down: ScalingRules,
    *,
    state: State = State(),  # noqa: B008 (frozen)
    switches: Switches = Switches(),  # noqa: B008 (frozen)
    events: int = 2,
) -> tuple[Any, Any]:
    """Make the arrays of one HPA with *state*: its specs and its memory."""
    spec = Spec(
        max_replicas=100,
        metrics=(QUEUE,),
        behavior=Behavior(scale_up=up, scale_down=down),
    )
    specs = plain().pack_specs([spec], Config(switches=switches))
    memory = plain().Memory.blank(1, recommendations=2, events=events)
    plain().remember_state(specs, memory, 0, state)
    return specs, memory


_DOWN = _rules(("Percent", 100, 15))


@pytest.mark.parametrize(
    ("policy", "current", "limit"),
    [
        pytest.param(("Percent", 10, 60), 100, 111, id="in doubles, rounded up"),
        pytest.param(("Pods", 4, 60), 100, 104, id="in replicas"),
        pytest.param(("Pods", 2**31 - 1, 60), 1, -(2**31), id="round the integers"),
    ],
)
def test_a_policy_limits_a_rise(
    policy: tuple[str, int, int], current: int, limit: int
) -> None:
    arrays = _row(_rules(policy), _DOWN)
    assert plain().policies.scale_up_limit(*arrays, 0, current, 0) == limit


@pytest.mark.parametrize(
    ("policy", "current", "limit"),
    [
        pytest.param(("Percent", 90, 60), 10, 0, id="in doubles, cut off"),
        pytest.param(("Pods", 4, 60), 10, 6, id="in replicas"),
        pytest.param(("Pods", 40, 60), 10, -30, id="below zero"),
    ],
)
def test_a_policy_limits_a_fall(
    policy: tuple[str, int, int], current: int, limit: int
) -> None:
    arrays = _row(_DOWN, _rules(policy))
    assert plain().policies.scale_down_limit(*arrays, 0, current, 0) == limit


@pytest.mark.parametrize(
    ("select", "up", "down"), [("Max", 20, 5), ("Min", 12, 8), ("Disabled", 10, 10)]
)
def test_the_select_policy_goes_by_the_change(select: str, up: int, down: int) -> None:
    both = (("Pods", 2, 60), ("Percent", 100, 60)), (("Pods", 2, 60), ("Pods", 5, 60))
    arrays = _row(_rules(*both[0], select=select), _rules(*both[1], select=select))
    assert plain().policies.scale_up_limit(*arrays, 0, 10, 0) == up
    assert plain().policies.scale_down_limit(*arrays, 0, 10, 0) == down


def test_no_policy_is_no_change() -> None:
    arrays = _row(_rules(), _rules())
    assert plain().policies.scale_up_limit(*arrays, 0, 7, 0) == 7
    assert plain().policies.scale_down_limit(*arrays, 0, 7, 0) == 7


@pytest.mark.parametrize(("both", "limit"), [(False, 14), (True, 17)])
def test_an_event_that_is_over_for_its_own_direction_counts_for_the_other(
    both: bool, limit: int
) -> None:
    state = State(scale_down_events=(ScaleEvent(3, 0, outdated=True),))
    switches = Switches(period_start_counts_both_directions=both)
    arrays = _row(
        _rules(("Pods", 4, 1800)),
        _rules(("Pods", 1, 1)),
        state=state,
        switches=switches,
    )
    at = 60 * _SECOND
    assert plain().policies.scale_up_limit(*arrays, 0, 10, at) == limit
    # The next fall takes its slot: from then on it counts for nobody.
    assert plain().policies.add_event(*arrays, 0, 1, 1, at)
    later = plain().policies.scale_up_limit(*arrays, 0, 10, at + 1)
    assert later == (15 if both else 14)


@pytest.mark.parametrize(("both", "limit"), [(False, 9), (True, 6)])
def test_a_rise_counts_against_a_fall_only_with_the_switch(
    both: bool, limit: int
) -> None:
    state = State(scale_up_events=(ScaleEvent(3, 0),))
    switches = Switches(period_start_counts_both_directions=both)
    arrays = _row(_DOWN, _rules(("Pods", 1, 60)), state=state, switches=switches)
    assert plain().policies.scale_down_limit(*arrays, 0, 10, 1) == limit


@pytest.mark.parametrize(("age", "limit"), [(60 * _SECOND, 14), (59_999_999, 11)])
def test_an_event_exactly_a_period_old_is_over(age: int, limit: int) -> None:
    state = State(scale_up_events=(ScaleEvent(3, 0),))
    arrays = _row(_rules(("Pods", 4, 60)), _DOWN, state=state)
    assert plain().policies.scale_up_limit(*arrays, 0, 10, age) == limit


def test_the_last_outdated_slot_is_reused_and_marks_stay() -> None:
    before = (
        ScaleEvent(1, 0),
        ScaleEvent(2, 59 * _SECOND, outdated=True),
        ScaleEvent(3, 45 * _SECOND),
    )
    up, down = _rules(("Pods", 4, 15)), _DOWN
    arrays = _row(up, down, state=State(scale_up_events=before), events=3)
    assert plain().policies.add_event(*arrays, 0, 0, 9, 60 * _SECOND)
    assert plain().recall_state(arrays[1], 0).scale_up_events == (
        ScaleEvent(1, 0, outdated=True),
        ScaleEvent(9, 60 * _SECOND),
        ScaleEvent(3, 45 * _SECOND),
    )


def test_an_event_without_a_slot_is_reported() -> None:
    arrays = _row(_rules(("Pods", 4, 60)), _DOWN)
    stored = [plain().policies.add_event(*arrays, 0, 0, 1, at) for at in range(3)]
    assert stored == [True, True, False]
