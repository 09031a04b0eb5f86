"""Tuning: what is tried, what is chosen, and the patch that says it."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.core.errors import InputError
from simulator.loads.replay import Replay
from simulator.sweep.run import sweep, today
from simulator.tune import Tuned, pareto, tune
from simulator.tuning.space import space
from tests.simulator.scenarios import changed
from tests.simulator.sweep.scenarios import random_scenario

if TYPE_CHECKING:
    from simulator.scenario import Scenario

NUMBER = next(
    number
    for number in range(100)
    if random_scenario(number, hours=1).service.capacity is not None
)


def scenario() -> Scenario:
    return random_scenario(NUMBER, hours=2)


@functools.cache
def tuned() -> Tuned:
    return tune(scenario(), space(scenario(), count=60, seed=0), seeds=(0, 1))


def test_today_and_a_fixed_size_stand_beside_the_rest() -> None:
    found = tuned()
    assert found.candidates[0] == today(scenario())
    assert found.candidates[1].spec.min_replicas == found.fixed
    assert len(found.figures) == len(found.candidates) == 62


def test_the_recommended_one_is_no_worse_than_today() -> None:
    found = tuned()
    best, now = found.figures[found.best], found.figures[0]
    assert best.breach_seconds <= now.breach_seconds
    assert best.pod_hours <= now.pod_hours
    assert best.lost <= now.lost


def test_for_less_breach_it_costs_no_more() -> None:
    found = tune(
        scenario(), space(scenario(), count=60, seed=0), objective="breach", seeds=(0,)
    )
    assert found.figures[found.best].pod_hours <= found.figures[0].pod_hours
    assert found.figures[found.best].breach_seconds <= found.figures[0].breach_seconds


def test_ranges_over_seeds_hold_their_average() -> None:
    for one in tuned().figures:
        assert one.least_breach <= one.breach_seconds <= one.most_breach


def test_runs_are_compared_one_by_one() -> None:
    found = replace(
        tuned(),
        hours=np.array([[2.0, 9.0, 1.0], [4.0, 9.0, 3.5]]),
        breaches=np.array([[5.0, 0.0, 5.0], [7.0, 0.0, 9.0]]),
    )
    cost, breach = found.cost(2, against=0), found.breach(2, against=0)
    assert (cost.mean, cost.worse) == (-0.75, 0)
    assert (breach.mean, breach.worse) == (1.0, 1)
    assert cost.interval is not None
    assert cost.interval[0] < -0.75 < cost.interval[1]


def test_days_of_a_recording_are_runs_of_their_own() -> None:
    points = tuple((3600.0 * hour, float(hour % 5)) for hour in range(49))
    load = Replay(shape="replay", unit="requests/s", points=points)
    recording = changed(random_scenario(NUMBER, hours=48), load=load)
    found = tune(recording, space(recording, count=3, seed=0), seeds=(0, 1))
    assert found.days == 2
    assert found.hours.shape == found.breaches.shape == (4, 5)


def test_shared_links_are_a_caution() -> None:
    cluster = scenario().cluster.model_copy(update={"anti_affinity": False})
    together = changed(scenario(), cluster=cluster)
    found = tune(together, [today(together)], seeds=(0,))
    assert "one link" in found.cautions[0]
    assert tuned().cautions == ()


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), min_size=1, max_size=30))
def test_nothing_beats_the_front(points: list[tuple[float, float]]) -> None:
    costs, harms = (np.array(column) for column in zip(*points, strict=True))
    front = pareto(costs, harms)
    assert front
    for row in front:
        better = (costs <= costs[row]) & (harms <= harms[row])
        strictly = better & ((costs < costs[row]) | (harms < harms[row]))
        assert not strictly.any()


def test_the_same_seed_tries_the_same() -> None:
    assert space(scenario(), count=9, seed=1) == space(scenario(), count=9, seed=1)
    assert space(scenario(), count=9, seed=1) != space(scenario(), count=9, seed=2)


def test_without_a_capacity_there_is_nothing_to_tune() -> None:
    service = scenario().service.model_copy(update={"capacity": None})
    without = changed(scenario(), service=service)
    with pytest.raises(InputError, match=r"service\.capacity"):
        tune(without, [today(without)])


def test_nothing_to_sweep_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing to sweep"):
        sweep(scenario(), [], seed=0)
