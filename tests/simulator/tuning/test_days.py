"""Days of a recording: the same load, in pieces that begin at 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from simulator.loads.diurnal import Diurnal
from simulator.loads.replay import Replay
from simulator.tuning.days import DAY, days_of
from tests.simulator.scenarios import changed
from tests.simulator.sweep.scenarios import random_scenario

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def recorded(days: float) -> Scenario:
    """Give a recording that jumps at the first midnight."""
    points = [(3600.0 * hour, float(hour % 7)) for hour in range(24)]
    points += [(DAY, 50.0), (DAY, 2.0), (2 * DAY, 9.0), (3 * DAY, 1.0)]
    load = Replay(shape="replay", unit="requests/s", points=tuple(points), scale=2.0)
    scenario = random_scenario(1, hours=days * 24)
    return changed(scenario, load=load)


def test_each_whole_day_is_a_run() -> None:
    days = days_of(recorded(2.5))
    assert [one.duration_seconds for one in days] == [DAY, DAY]


def test_the_days_loads_are_the_whole_one_in_pieces() -> None:
    whole = recorded(3.0).load.course()
    days = days_of(recorded(3.0))
    for number, day in enumerate(days):
        course = day.load.course()
        for second in (0.0, 1800.0, 40_000.0, DAY - 1):
            later = number * DAY + second
            assert course.at(second) == pytest.approx(whole.at(later), abs=1e-9)
        assert course.integral(0.0, DAY) == pytest.approx(
            whole.integral(number * DAY, (number + 1) * DAY)
        )


def test_one_day_and_a_made_up_load_are_one_run() -> None:
    assert days_of(recorded(1.5)) == (recorded(1.5),)
    waves = Diurnal(shape="diurnal", unit="requests/s", low=1, high=9, periods=3)
    made_up = changed(recorded(3.0), load=waves)
    assert days_of(made_up) == (made_up,)
