"""The virtual clock: equal moments are equal, and come in the order of planning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Generator

    import simpy


def test_time_begins_at_0_and_passes_without_anything_planned() -> None:
    clock = Clock()
    assert clock.now == 0.0
    clock.run(until=86_400)
    assert clock.now == 86_400.0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_what_is_planned_for_one_moment_happens_in_the_order_of_planning(
    moments: list[int],
) -> None:
    clock = Clock()
    seen: list[tuple[float, int]] = []
    for number, moment in enumerate(moments):
        clock.at(moment / 10, lambda n=number: seen.append((clock.now, n)))  # type: ignore[misc]  # a default is how a loop variable is kept
    clock.run(until=100)
    expected = sorted((moment / 10, number) for number, moment in enumerate(moments))
    assert seen == expected


def test_a_plan_may_happen_again_and_in_its_turn() -> None:
    clock = Clock()
    seen: list[tuple[float, str]] = []
    plan = clock.at(1, lambda: seen.append((clock.now, "again")))
    clock.run(until=2)
    clock.at(3, lambda: seen.append((clock.now, "planned first")))
    clock.again(plan, 3)
    clock.again(plan, 0.5)
    clock.run(until=4)
    assert seen == [
        (1.0, "again"),
        (2.0, "again"),
        (3.0, "planned first"),
        (3.0, "again"),
    ]


def test_sums_of_tenths_meet_at_the_same_moment() -> None:
    clock = Clock()
    seen: list[str] = []
    clock.at(0.3, lambda: seen.append("planned first"))

    def twice() -> Generator[simpy.Event, Any, None]:
        yield clock.sleep(0.1)
        yield clock.sleep(0.2)
        seen.append("slept 0.1 + 0.2")

    clock.start(twice())
    clock.run(until=1)
    assert seen == ["planned first", "slept 0.1 + 0.2"]


def test_regular_moments_do_not_drift() -> None:
    clock = Clock()
    seen: list[float] = []
    clock.every(0.1, lambda: seen.append(clock.now), first=0.05)
    clock.run(until=1000)
    assert len(seen) == 10_000
    assert seen[-1] == 999.95


def test_a_cancelled_plan_does_nothing() -> None:
    clock = Clock()
    seen: list[str] = []
    plan = clock.after(5, lambda: seen.append("late"))
    clock.at(1, plan.cancel)
    clock.run(until=10)
    assert not seen


def test_a_moment_that_is_past_counts_as_at_once() -> None:
    clock = Clock()
    clock.run(until=10)
    seen: list[float] = []
    clock.at(3, lambda: seen.append(clock.now))
    clock.run(until=11)
    assert seen == [10.0]


def test_what_is_planned_for_the_end_of_a_run_has_not_happened_yet() -> None:
    clock = Clock()
    seen: list[str] = []
    clock.at(10, lambda: seen.append("end"))
    clock.run(until=10)
    assert not seen
    clock.run(until=10.5)
    assert seen == ["end"]


def test_stopping_ends_a_run_at_that_moment() -> None:
    clock = Clock()
    clock.at(4, clock.stop)
    clock.run(until=10)
    assert clock.now == 4.0


def test_prometheus_milliseconds_are_cut_off_not_rounded() -> None:
    clock = Clock()
    clock.run(until=1.2349)
    assert clock.now_ms == 1234


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 0"):
        Clock().every(0, lambda: None, first=0)
