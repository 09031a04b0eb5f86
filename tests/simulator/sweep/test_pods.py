"""Pods as rows: which goes first, and when one is found ready."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.sweep.plant import Numbers, plant_of
from simulator.sweep.pods import (
    BOUND,
    FREE,
    HEADS,
    INTS,
    NEVER,
    NUMBER,
    PENDING,
    READY,
    RUNS,
    STATUS,
    TOP,
    count_active,
    first_to_go,
    free_row,
    lower_top,
    micros,
    probed,
    waiting,
)
from simulator.sweep.run import today
from tests.simulator.sweep.scenarios import random_scenario


def rows(*pods: tuple[int, int, int]) -> np.ndarray:
    """Give pods by status, and by when they run and are ready; numbered from 1."""
    made = np.zeros((len(pods) + 1, INTS), np.int64)
    for row, (status, runs, ready) in enumerate(pods):
        made[row, STATUS], made[row, NUMBER] = status, row + 1
        made[row, RUNS], made[row, READY] = runs, ready
    return made


@pytest.mark.parametrize(
    ("pods", "goes"),
    [
        pytest.param([(BOUND, 1, 2), (PENDING, NEVER, NEVER)], 1, id="no node"),
        pytest.param([(BOUND, 1, 2), (BOUND, 50, 60)], 1, id="does not run"),
        pytest.param([(BOUND, 1, 2), (BOUND, 3, 60)], 1, id="is not ready"),
        pytest.param([(BOUND, 1, 8), (BOUND, 3, 4)], 0, id="ready for shorter"),
        pytest.param([(BOUND, 1, 2), (BOUND, 1, 2)], 1, id="younger"),
        pytest.param([(FREE, 0, 0), (BOUND, 1, 2)], 1, id="only there"),
    ],
)
def test_the_least_use_goes_first(pods: list[tuple[int, int, int]], goes: int) -> None:
    assert first_to_go(rows(*pods), 10) == goes


def test_rows_are_counted_and_used_again() -> None:
    pods = rows((BOUND, 1, 2), (FREE, 0, 0), (PENDING, NEVER, NEVER))
    assert count_active(pods) == 2
    assert free_row(pods) == 1
    assert waiting(pods)
    heads = np.zeros(HEADS, np.int64)
    heads[TOP] = 4
    lower_top(pods, heads)
    assert heads[TOP] == 3


def test_the_clock_has_microseconds() -> None:
    assert [micros(value) for value in (0.1 + 0.2, 1e-7, 86_400.0)] == [
        *(300_000, 0, 86_400_000_000)
    ]


@pytest.mark.parametrize(
    ("delay", "period", "program", "found"),
    [(0.0, 0.0, 5.0, 0.0), (2.0, 10.0, 1.0, 2.0), (2.0, 10.0, 2.5, 12.0)],
)
def test_a_pod_is_found_ready_at_a_probe(
    delay: float, period: float, program: float, found: float
) -> None:
    assert probed(numbers(delay, period), program) == found


def numbers(delay: float, period: float) -> Numbers:
    scenario = random_scenario(1, hours=1)
    plant = plant_of(scenario, spec=today(scenario).spec, seed=1)
    return plant.numbers._replace(probe_delay=delay, probe_period=period)
