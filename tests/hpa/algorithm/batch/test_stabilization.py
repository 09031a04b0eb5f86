"""What is forgotten at once would never have decided: windows without a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.algorithm.stabilization import Windows, clamp_to_windows, hold_scale_down
from tests.hpa.algorithm.batch.engines import plain

if TYPE_CHECKING:
    from hpa.algorithm.types import Recommendation

_STEPS = st.lists(
    st.tuples(st.sampled_from([5, 9, 10, 11, 60]), st.integers(0, 6)),
    min_size=1,
    max_size=40,
)
"""Microseconds since the last recommendation, and the next one's replicas."""

_WINDOWS = st.sampled_from([0, 10, 20, 60])


def _slots(window: int) -> int:
    """Just enough for the shortest steps: the ring is gone round often."""
    return window // 5 + 2


class _Row:
    """One HPA's windows in arrays, as the plain functions see it."""

    def __init__(self, up_micros: int, down_micros: int, *, slots: int) -> None:
        self.batch = plain()
        self.specs = self.batch.Specs.blank(1)
        self.specs.hpas["has_behavior"] = True
        self.specs.hpas["two_sided_stabilization"] = True
        self.specs.rules["hold_micros"] = [[up_micros, down_micros]]
        self.memory = self.batch.Memory.blank(1, recommendations=slots, events=1)

    def hold(self, raw: int, current: int, now: int) -> int:
        held: int = self.batch.stabilization.hold(
            self.specs, self.memory, 0, raw, current, now
        )
        return held

    def remember(self, replicas: int, now: int) -> bool:
        kept: bool = self.batch.stabilization.remember_both(
            self.specs, self.memory, 0, replicas, now
        )
        return kept


@given(_STEPS, _WINDOWS, _WINDOWS, st.booleans(), st.integers(0, 6))
def test_both_windows_hold_as_the_scan_does(
    steps: list[tuple[int, int]], up: int, down: int, two_sided: bool, current: int
) -> None:
    row = _Row(up, down, slots=_slots(max(up, down)))
    memory: tuple[Recommendation, ...] = ()
    now = 0
    row.specs.hpas["two_sided_stabilization"] = two_sided
    for wait, raw in steps:
        now += wait
        expected, memory = clamp_to_windows(
            raw,
            current,
            memory,
            windows=Windows(up, down),
            now_micros=now,
            two_sided=two_sided,
        )
        assert row.hold(raw, current, now) == expected
        assert row.remember(raw, now)


@given(_STEPS, _WINDOWS)
def test_without_behavior_the_window_holds_as_the_scan_does(
    steps: list[tuple[int, int]], window: int
) -> None:
    row = _Row(0, window + 1, slots=_slots(window))
    row.specs.hpas["has_behavior"] = False
    memory: tuple[Recommendation, ...] = ()
    now = 0
    for wait, raw in steps:
        now += wait
        expected, memory = hold_scale_down(
            raw, memory, window_micros=window, now_micros=now
        )
        assert row.hold(raw, 3, now) == expected
        assert row.remember(raw, now)


def test_a_recommendation_without_a_slot_is_reported() -> None:
    row = _Row(0, 100, slots=2)
    assert row.remember(9, 1)
    assert row.remember(8, 2)
    assert not row.remember(7, 3)


def test_a_stronger_recommendation_takes_the_slots_of_the_weaker_ones() -> None:
    row = _Row(0, 100, slots=2)
    assert all(row.remember(replicas, replicas) for replicas in range(1, 9))
    assert row.memory.sides["count"].tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("now", "held"), [pytest.param(99, 9, id="younger"), pytest.param(100, 1, id="as")]
)
def test_a_recommendation_as_old_as_the_window_does_not_count(
    now: int, held: int
) -> None:
    row = _Row(0, 100, slots=2)
    assert row.remember(9, 0)
    assert row.hold(1, 9, now) == held
