"""Percentages between readings, however often somebody reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.processes.rates import MINIMUM_SECONDS, BusyMeter


def test_the_first_reading_says_nothing() -> None:
    assert BusyMeter().percent(100.0, now=5.0) is None


def test_several_busy_cpus_are_more_than_a_hundred_percent() -> None:
    meter = BusyMeter()
    meter.percent(0.0, now=0.0)
    assert meter.percent(4.0, now=2.0) == 200.0


def test_a_counter_that_goes_backwards_is_idleness() -> None:
    meter = BusyMeter()
    meter.percent(1.0, now=0.0)
    assert meter.percent(0.99, now=1.0) == 0.0


def test_a_second_scraper_changes_the_interval_and_not_the_meaning() -> None:
    meter = BusyMeter()
    meter.percent(0.0, now=0.0)
    assert meter.percent(5.0, now=10.0) == 50.0
    # The other one comes at once: it is told of the same 10 s and not of nothing.
    assert meter.percent(5.0, now=10.001) == pytest.approx(50.0, rel=0.001)


@given(st.lists(st.floats(0.001, 60), min_size=1, max_size=50), st.floats(0, 4))
def test_a_steady_load_reads_the_same_at_any_rhythm(
    pauses: list[float], cpus: float
) -> None:
    meter = BusyMeter()
    now = 0.0
    meter.percent(0.0, now)
    for pause in pauses:
        now += pause
        percent = meter.percent(cpus * now, now)
        assert (percent is None) == (now < MINIMUM_SECONDS) or percent is not None
        if percent is not None:
            assert percent == pytest.approx(100 * cpus, rel=1e-6, abs=1e-6)
