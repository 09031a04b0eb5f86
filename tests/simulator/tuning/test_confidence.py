"""Intervals of a mean: known cases, and how often they hold the truth."""

from __future__ import annotations

import random

import pytest

from simulator.tuning.confidence import interval


def test_a_known_case() -> None:
    # Mean 2.5, deviation 1.29099, 3 degrees: 3.182 * 1.29099 / 2 = 2.054.
    assert interval([1.0, 2.0, 3.0, 4.0]) == (0.446, 4.554)


def test_a_single_run_says_nothing() -> None:
    assert interval([1.0]) is None


def test_equal_runs_leave_no_doubt() -> None:
    assert interval([2.0] * 5) == (2.0, 2.0)


@pytest.mark.parametrize("count", [2, 9, 40])
def test_95_of_100_intervals_hold_the_truth(count: int) -> None:
    chance, held = random.Random(count), 0
    for _ in range(2000):
        found = interval([chance.gauss(10.0, 3.0) for _ in range(count)])
        assert found is not None
        held += found[0] <= 10.0 <= found[1]
    assert 0.935 < held / 2000 < 0.965
