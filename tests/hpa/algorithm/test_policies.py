"""Tests of ``hpa.algorithm.policies``."""

from __future__ import annotations

import pytest

from hpa.algorithm.policies import (
    change_in_period,
    scale_down_limit,
    scale_up_limit,
    with_event,
)
from hpa.algorithm.types import (
    PolicyType,
    ScaleEvent,
    ScalingPolicy,
    ScalingRules,
    SelectPolicy,
    State,
)
from hpa.algorithm.versions import Switches

_NOW = 1_000_000_000
_RECORDED = Switches()
_NEWER = Switches(period_start_counts_both_directions=True)


def _events(*entries: tuple[int, float]) -> tuple[ScaleEvent, ...]:
    """Make events from pairs of change and age in seconds."""
    return tuple(ScaleEvent(change, _NOW - round(age * 1e6)) for change, age in entries)


def _rules(
    *policies: tuple[PolicyType, int, int], select: SelectPolicy = "Max"
) -> ScalingRules:
    return ScalingRules(
        select_policy=select,
        policies=tuple(
            ScalingPolicy(type=type_, value=value, period_seconds=period)
            for type_, value, period in policies
        ),
    )


def _up(
    rules: ScalingRules, current: int, state: State, switches: Switches = _RECORDED
) -> int:
    return scale_up_limit(rules, current, state, switches=switches, now_micros=_NOW)


def _down(
    rules: ScalingRules, current: int, state: State, switches: Switches = _RECORDED
) -> int:
    return scale_down_limit(rules, current, state, switches=switches, now_micros=_NOW)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param((), 0, id="none"),
        pytest.param(((2, 59.999), (3, 0)), 5, id="younger ones"),
        pytest.param(((2, 60), (3, 60.001)), 0, id="exactly a period old is over"),
    ],
)
def test_only_events_younger_than_the_period_count(
    events: tuple[tuple[int, float], ...], expected: int
) -> None:
    assert change_in_period(_events(*events), 60, _NOW) == expected


@pytest.mark.parametrize(
    ("policy", "current", "expected"),
    [
        pytest.param(("Pods", 4, 15), 1, 5, id="pods"),
        pytest.param(("Percent", 100, 15), 8, 16, id="percent"),
        pytest.param(("Percent", 10, 15), 100, 111, id="110.00000000000001 rounds up"),
        pytest.param(("Percent", 50, 15), 1, 2, id="a started replica counts"),
        pytest.param(("Pods", 2**31 - 1, 15), 1, -(2**31), id="int32 wraps"),
    ],
)
def test_what_one_policy_allows_upwards(
    policy: tuple[PolicyType, int, int], current: int, expected: int
) -> None:
    assert _up(_rules(policy), current, State()) == expected


@pytest.mark.parametrize(
    ("policy", "current", "expected"),
    [
        pytest.param(("Pods", 2, 15), 8, 6, id="pods"),
        pytest.param(("Pods", 9, 15), 8, -1, id="pods below zero"),
        pytest.param(("Percent", 50, 15), 9, 4, id="percent, truncated"),
        pytest.param(("Percent", 90, 15), 10, 0, id="0.9999999999999998 is 0"),
        pytest.param(("Percent", 100, 15), 8, 0, id="all"),
        pytest.param(("Percent", 150, 15), 8, -4, id="more than all"),
    ],
)
def test_what_one_policy_allows_downwards(
    policy: tuple[PolicyType, int, int], current: int, expected: int
) -> None:
    assert _down(_rules(policy), current, State()) == expected


@pytest.mark.parametrize(
    ("select", "up", "down"), [("Max", 14, 5), ("Min", 12, 8), ("Disabled", 10, 10)]
)
def test_select_policy_picks_the_size_of_the_change(
    select: SelectPolicy, up: int, down: int
) -> None:
    upwards = _rules(("Pods", 4, 15), ("Percent", 20, 15), select=select)
    downwards = _rules(("Pods", 2, 15), ("Percent", 50, 15), select=select)
    assert _up(upwards, 10, State()) == up
    assert _down(downwards, 10, State()) == down


def test_what_was_added_in_the_period_is_used_up() -> None:
    state = State(scale_up_events=_events((3, 10), (5, 60)))
    assert _up(_rules(("Pods", 4, 60)), 10, state) == 11
    assert _up(_rules(("Percent", 100, 60)), 10, state) == 14


def test_what_was_removed_in_the_period_is_used_up() -> None:
    state = State(scale_down_events=_events((3, 10), (5, 60)))
    assert _down(_rules(("Pods", 4, 60)), 10, state) == 9
    assert _down(_rules(("Percent", 50, 60)), 10, state) == 6


def test_the_other_direction_counts_only_since_1_26() -> None:
    state = State(scale_up_events=_events((3, 10)), scale_down_events=_events((5, 10)))
    rules = _rules(("Pods", 4, 60))
    assert (_up(rules, 10, state), _up(rules, 10, state, _NEWER)) == (11, 16)
    assert (_down(rules, 10, state), _down(rules, 10, state, _NEWER)) == (11, 8)


def test_rules_without_any_policy_move_nothing() -> None:
    assert _up(_rules(), 10, State()) == 10
    assert _down(_rules(), 10, State()) == 10


_LONGEST_60 = _rules(("Pods", 4, 60), ("Percent", 10, 15))


def test_a_first_event_is_appended() -> None:
    assert with_event((), 3, _LONGEST_60, _NOW) == (ScaleEvent(3, _NOW),)


def test_an_event_exactly_as_old_as_the_longest_period_stays() -> None:
    events = _events((1, 60))
    assert with_event(events, 3, _LONGEST_60, _NOW) == (*events, ScaleEvent(3, _NOW))


def test_the_last_outdated_slot_is_reused_and_the_others_are_marked() -> None:
    first, second, young = _events((1, 60.001), (2, 90), (4, 5))
    after = with_event((first, second, young), 3, _LONGEST_60, _NOW)
    marked = ScaleEvent(1, first.at_micros, outdated=True)
    assert after == (marked, ScaleEvent(3, _NOW), young)


def test_a_mark_is_for_good() -> None:
    marked = ScaleEvent(1, _NOW - 1, outdated=True)
    assert with_event((marked,), 3, _LONGEST_60, _NOW) == (ScaleEvent(3, _NOW),)
