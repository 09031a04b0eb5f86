"""hey's percentiles are picked by hey's own walk through the sorted times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hey.percentiles import percentiles
from bench.hey.report import PERCENTS


@pytest.mark.parametrize(
    ("count", "indices"),
    [
        pytest.param(1, {}, id="one"),
        pytest.param(2, {10: 1}, id="two"),
        pytest.param(5, {10: 1, 25: 2, 50: 3, 75: 4}, id="five"),
        pytest.param(10, {10: 1, 25: 3, 50: 5, 75: 8, 90: 9}, id="ten"),
        pytest.param(20, {10: 2, 25: 5, 50: 10, 75: 15, 90: 18, 95: 19}, id="twenty"),
        pytest.param(
            200,
            {10: 20, 25: 50, 50: 100, 75: 150, 90: 180, 95: 190, 99: 198},
            id="two hundred",
        ),
    ],
)
def test_the_index_is_hey_s(count: int, indices: dict[int, int]) -> None:
    """Worked out by hand: index i has come to i * 100 // count percent."""
    times = [float(n + 1) for n in reversed(range(count))]
    picked = {percent: index + 1.0 for percent, index in indices.items()}
    assert percentiles(times) == picked


def test_a_time_of_zero_is_left_out_as_hey_does() -> None:
    assert percentiles([0.0] * 60 + [0.5] * 40) == {
        75: 0.5, 90: 0.5, 95: 0.5, 99: 0.5
    }  # fmt: skip


@given(st.lists(st.floats(0.0001, 60), min_size=100))
def test_from_a_hundred_times_on_all_are_known_and_in_order(
    times: list[float],
) -> None:
    picked = percentiles(times)
    assert tuple(picked) == PERCENTS
    assert list(picked.values()) == sorted(picked.values())
    assert set(picked.values()) <= set(times)
