"""The load that changes in a straight line."""

from __future__ import annotations

import pytest

from simulator.loads.ramp import Ramp


def test_a_ramp_grows_in_a_straight_line_and_stays_up() -> None:
    ramp = Ramp(
        shape="ramp",
        unit="requests/s",
        before=10,
        after=30,
        at_seconds=60,
        over_seconds=40,
    )
    course = ramp.course()
    assert [course.at(time) for time in (0, 60, 80, 100, 900)] == [10, 10, 20, 30, 30]
    assert course.raised_at == 60
    assert course.integral(60, 100) == pytest.approx(800)
