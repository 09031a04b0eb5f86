"""What Prometheus says of a pod, worked out without a store."""

from __future__ import annotations

from simulator.sweep import pods
from simulator.sweep.metric import counter_at, load_of, rate_of, slot_at
from simulator.sweep.plant import Plant, plant_of
from simulator.sweep.pods import begin_scrapes
from simulator.sweep.run import today
from simulator.sweep.state import State, new_state
from simulator.world import rate
from tests.simulator.sweep.scenarios import random_scenario

SECOND = 1_000_000
COUNTER = 5
"""The number of a random scenario whose series is a counter."""


def world() -> tuple[Plant, State]:
    """Give one pod that has served alone, 4 units a second, since 100 s."""
    scenario = random_scenario(COUNTER, hours=1)
    plant = plant_of(scenario, spec=today(scenario).spec, seed=1)
    state = new_state(1, replicas=3, nodes=1, samples=30)
    line = plant.course._replace(
        starts=plant.course.starts[:1] * 0,
        levels=plant.course.levels[:1] * 0 + 4.0,
        slopes=plant.course.slopes[:1] * 0,
        areas=plant.course.areas[:, :1] * 0,
        buckets=plant.course.buckets[:1] * 0,
        capacity=1e9,
    )
    numbers = plant.numbers._replace(
        base=7.0, per_load=2.0, is_increase=False, left_open=0
    )
    state.heads[0, pods.BREAKS] = 2
    state.times[0, :2] = 0.0, 100.0
    state.bases[0, 1] = 400.0
    state.counts[0, 1] = 1
    state.pods[0, 0, pods.COUNTS] = 1
    state.pods[0, 0, pods.JOINS] = 100 * SECOND
    state.metrics[0, 0, pods.COUNTED_FROM] = 100.0
    begin_scrapes(state, 0, 0, 93.0)
    return plant._replace(course=line, numbers=numbers), state


def test_the_slot_is_that_of_the_last_change() -> None:
    _, state = world()
    assert [slot_at(state, 0, time) for time in (0.0, 99.9, 100.0, 5e3)] == [0, 0, 1, 1]


def test_a_counter_grows_with_what_the_pod_serves() -> None:
    plant, state = world()
    values = [counter_at(plant, state, 0, 0, at * SECOND) for at in (90, 100, 110)]
    assert values == [7.0, 7.0, 7.0 + 2.0 * 40.0]


def test_a_gauge_is_what_the_pod_serves_at_that_moment() -> None:
    plant, state = world()
    assert load_of(plant, state, 0, 0, 99 * SECOND) == 0.0
    assert load_of(plant, state, 0, 0, 101 * SECOND) == 4.0


def test_a_rate_is_prometheus_rate_of_the_samples() -> None:
    plant, state = world()
    for now in (120, 135, 150, 400):
        times = [93_000 + 10_000 * n for n in range(40)]
        times = [at for at in times if (now - 60) * 1000 <= at <= now * 1000]
        values = [counter_at(plant, state, 0, 0, at * 1000) for at in times]
        expected = rate.rate(
            times, values, start_ms=(now - 60) * 1000, end_ms=now * 1000
        )
        found = rate_of(plant, state, 0, 0, 10.0, 60_000, now * SECOND, now * 1000)
        assert found == expected
