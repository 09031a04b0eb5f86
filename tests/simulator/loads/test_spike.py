"""The load that jumps up and back."""

from __future__ import annotations

import pytest

from simulator.loads.spike import Spike


def test_a_spike_is_up_for_its_time_only() -> None:
    spike = Spike(
        shape="spike",
        unit="requests/s",
        base=10,
        peak=90,
        at_seconds=60,
        for_seconds=5,
    )
    course = spike.course()
    assert [course.at(time) for time in (59.9, 60, 64.9, 65)] == [10, 90, 90, 10]
    assert course.raised_at == 60
    assert course.integral(0, 100) == pytest.approx(10 * 100 + 80 * 5)
