"""rate, increase and irate, against tables worked out by hand from the algorithm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.world.rate import increase, irate, rate

Samples = list[tuple[int, float]]

# Windows are 60 s, from 0 to 60,000 ms; an average interval counts 1.1 times.
TABLE = [
    pytest.param([], None, id="no sample"),
    pytest.param([(30_000, 5.0)], None, id="one sample is not enough"),
    pytest.param(
        [(0, 0.0), (30_000, 30.0), (60_000, 60.0)],
        60.0,
        id="samples on both edges: nothing to stretch",
    ),
    pytest.param(
        # 20 s to either edge is less than 1.1 x 20 s: all 60 s count, 3 x 10.
        [(20_000, 100.0), (40_000, 110.0)],
        30.0,
        id="both edges near: stretched to the whole window",
    ),
    pytest.param(
        # 10 s between samples: 25 s to either edge is too far, so half an
        # interval on each side: (10 + 5 + 5) / 10.
        [(25_000, 100.0), (35_000, 110.0)],
        20.0,
        id="both edges far: half an interval on each side",
    ),
    pytest.param(
        # To the start 22 s is not less than 1.1 x 20 s: 10 s; to the end 18 s.
        [(22_000, 100.0), (42_000, 120.0)],
        48.0,
        id="exactly 1.1 intervals is already far",
    ),
    pytest.param(
        # The line through the samples is 0 at 16 s, 4 s before the first sample:
        # 44 s count, of which 20 s were sampled.
        [(20_000, 2.0), (40_000, 12.0)],
        22.0,
        id="no further back than the counter's zero",
    ),
    pytest.param(
        # Growth 5 + 3 (the counter began at 0 again); zero point at 7.5 s.
        [(10_000, 1.0), (30_000, 6.0), (50_000, 3.0)],
        8.0 * (40 + 5 + 10) / 40,
        id="a reset counts from 0",
    ),
    pytest.param(
        [(20_000, 7.0), (40_000, 7.0)],
        0.0,
        id="a counter that stands still",
    ),
    pytest.param(
        # From 0 there is no way back: (20 + 0 + 20) / 20.
        [(20_000, 0.0), (40_000, 9.0)],
        18.0,
        id="a counter that begins at 0",
    ),
]


@pytest.mark.parametrize(("samples", "expected"), TABLE)
def test_the_increase_over_a_minute(samples: Samples, expected: float | None) -> None:
    times, values = [time for time, _ in samples], [value for _, value in samples]
    grown = increase(times, values, start_ms=0, end_ms=60_000)
    assert grown == (expected if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(("samples", "expected"), TABLE)
def test_the_rate_is_the_increase_in_a_second(
    samples: Samples, expected: float | None
) -> None:
    times, values = [time for time, _ in samples], [value for _, value in samples]
    found = rate(times, values, start_ms=0, end_ms=60_000)
    assert found == (expected if expected is None else pytest.approx(expected / 60))


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        pytest.param([(0, 3.0)], None, id="one sample is not enough"),
        pytest.param([(0, 0.0), (5_000, 9.0), (9_000, 11.0)], 0.5, id="the last two"),
        pytest.param([(0, 90.0), (4_000, 6.0)], 1.5, id="after a reset all counts"),
        pytest.param([(0, 4.0), (7_000, 4.0)], 0.0, id="standing still"),
    ],
)
def test_the_instant_rate(samples: Samples, expected: float | None) -> None:
    times, values = [time for time, _ in samples], [value for _, value in samples]
    assert irate(times, values) == expected


@given(
    st.lists(st.integers(1, 600), min_size=2, max_size=30, unique=True),
    st.floats(0.001, 1000),
)
def test_a_steady_counter_sampled_at_both_edges_shows_its_rate(
    tenths: list[int], slope: float
) -> None:
    times = [0, *(tenth * 100 for tenth in sorted(tenths)), 60_100]
    values = [1e6 + slope * time / 1000 for time in times]
    found = rate(times, values, start_ms=0, end_ms=60_100)
    assert found == pytest.approx(slope, rel=1e-6)


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=30))
def test_a_rate_is_never_negative(values: list[float]) -> None:
    times = [1000 * index for index in range(len(values))]
    found = rate(times, values, start_ms=0, end_ms=60_000)
    assert found is not None
    assert found >= 0
