"""Tests of ``hpa.algorithm.stabilization``. Times are in whole microseconds."""

from __future__ import annotations

import pytest

from hpa.algorithm.stabilization import (
    Windows,
    clamp_reason,
    clamp_to_windows,
    hold_scale_down,
)
from hpa.algorithm.types import Behavior, Config, Recommendation, ScalingRules
from tests.hpa.algorithm.situations import DEFAULT_BEHAVIOR

_WINDOW = 300
_NOW = 1_000


def _memory(*entries: tuple[int, int]) -> tuple[Recommendation, ...]:
    """Make recommendations from pairs of replicas and age."""
    return tuple(Recommendation(replicas, _NOW - age) for replicas, age in entries)


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        pytest.param(_memory(), 3, id="nothing remembered"),
        pytest.param(_memory((8, 299)), 8, id="a younger one holds"),
        pytest.param(_memory((8, 300)), 8, id="exactly a window old still holds"),
        pytest.param(_memory((8, 301)), 3, id="an older one does not"),
        pytest.param(_memory((2, 10)), 3, id="a lower one changes nothing"),
        pytest.param(_memory((5, 10), (9, 20), (4, 30)), 9, id="the highest counts"),
    ],
)
def test_the_highest_recommendation_of_the_window_is_applied(
    memory: tuple[Recommendation, ...], expected: int
) -> None:
    held, _ = hold_scale_down(3, memory, window_micros=_WINDOW, now_micros=_NOW)
    assert held == expected


@pytest.mark.parametrize(
    ("memory", "slot"),
    [
        pytest.param(_memory((8, 10)), 1, id="no expired slot: appended"),
        pytest.param(_memory((8, 300)), 1, id="exactly a window old is not expired"),
        pytest.param(_memory((8, 301), (7, 10)), 0, id="an expired slot is reused"),
        pytest.param(
            _memory((8, 301), (7, 10), (6, 999)), 2, id="the last one of them"
        ),
    ],
)
def test_a_new_recommendation_takes_the_last_expired_slot(
    memory: tuple[Recommendation, ...], slot: int
) -> None:
    _, after = hold_scale_down(3, memory, window_micros=_WINDOW, now_micros=_NOW)
    assert after[slot] == Recommendation(3, _NOW)
    others = [each for index, each in enumerate(after) if index != slot]
    assert all(each in memory for each in others)


def _clamped(
    raw: int,
    current: int,
    *entries: tuple[int, int],
    windows: Windows,
    two_sided: bool = True,
) -> int:
    replicas, _ = clamp_to_windows(
        raw,
        current,
        _memory(*entries),
        windows=windows,
        now_micros=_NOW,
        two_sided=two_sided,
    )
    return replicas


_BOTH = Windows(up_micros=_WINDOW, down_micros=_WINDOW)


@pytest.mark.parametrize(
    ("raw", "current", "entries", "expected"),
    [
        pytest.param(9, 5, ((6, 10),), 6, id="up: the lowest of the window"),
        pytest.param(9, 5, ((6, 300),), 9, id="up: exactly a window old is over"),
        pytest.param(9, 5, ((6, 299),), 6, id="up: just younger counts"),
        pytest.param(9, 5, ((3, 10),), 5, id="up: a lower one holds, and not down"),
        pytest.param(2, 5, ((4, 10),), 4, id="down: the highest of the window"),
        pytest.param(2, 5, ((4, 300),), 2, id="down: exactly a window old is over"),
        pytest.param(2, 5, ((8, 10),), 5, id="down: a higher one holds, and not up"),
        pytest.param(6, 5, ((4, 10), (8, 20)), 5, id="between the two it stays"),
    ],
)
def test_both_windows_clamp_the_current_replicas(
    raw: int, current: int, entries: tuple[tuple[int, int], ...], expected: int
) -> None:
    assert _clamped(raw, current, *entries, windows=_BOTH) == expected


def test_a_window_of_zero_uses_no_recommendation() -> None:
    windows = Windows(up_micros=0, down_micros=0)
    assert _clamped(9, 5, (2, 0), windows=windows) == 9
    assert _clamped(2, 5, (9, 0), windows=windows) == 2


@pytest.mark.parametrize(
    ("raw", "current", "expected"), [(6, 5, 4), (4, 5, 8), (5, 5, 4)]
)
def test_in_1_20_one_window_decides_alone(
    raw: int, current: int, expected: int
) -> None:
    entries = ((4, 10), (8, 20))
    assert _clamped(raw, current, *entries, windows=_BOTH, two_sided=False) == expected


@pytest.mark.parametrize(
    ("ages", "slot"),
    [
        pytest.param((301,), 0, id="older than both"),
        pytest.param((300,), 1, id="exactly the longer: neither used nor reusable"),
        pytest.param((200,), 1, id="older than one only"),
        pytest.param((400, 500, 10), 1, id="the last of several"),
    ],
)
def test_a_slot_is_reused_once_both_windows_are_over(
    ages: tuple[int, ...], slot: int
) -> None:
    memory = _memory(*((9, age) for age in ages))
    _, after = clamp_to_windows(
        3,
        5,
        memory,
        windows=Windows(up_micros=100, down_micros=_WINDOW),
        now_micros=_NOW,
    )
    assert after[slot] == Recommendation(3, _NOW)
    assert len(after) == max(len(ages), slot + 1)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(6, "ScaleUpStabilized"), (5, "ScaleUpStabilized"), (4, "ScaleDownStabilized")],
)
def test_the_reason_goes_by_the_recommendations_direction(
    raw: int, expected: str
) -> None:
    assert clamp_reason(raw, 5) == expected


def test_a_missing_down_window_is_the_controllers_whole_seconds() -> None:
    config = Config(downscale_stabilization_seconds=45.9)
    windows = Windows.of(DEFAULT_BEHAVIOR, config)
    assert windows == Windows(up_micros=0, down_micros=45_000_000)


def test_given_windows_win() -> None:
    rules = ScalingRules(policies=(), stabilization_window_seconds=7)
    windows = Windows.of(Behavior(scale_up=rules, scale_down=rules), Config())
    assert windows == Windows(up_micros=7_000_000, down_micros=7_000_000)
