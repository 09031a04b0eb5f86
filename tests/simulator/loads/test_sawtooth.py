"""Teeth: they climb, and fall at once."""

from __future__ import annotations

from simulator.loads.sawtooth import Sawtooth


def test_every_tooth_has_the_same_area() -> None:
    saw = Sawtooth(
        shape="sawtooth",
        unit="requests/s",
        low=10,
        high=30,
        period_seconds=60,
        periods=3,
    ).course()
    areas = [saw.integral(start, start + 60) for start in (0, 60, 120)]
    assert areas == [1200, 1200, 1200]
    assert saw.at(1000) == 10
