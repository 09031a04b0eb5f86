"""What configurations know from each other in calm changes nothing for any."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from simulator.run import simulate
from simulator.sweep.calm import moment_of, newest_of, nothing_known
from simulator.sweep.run import Candidate, sweep, today
from tests.simulator.scenarios import changed
from tests.simulator.sweep.scenarios import random_scenario

if TYPE_CHECKING:
    from simulator.scenario import Scenario

COUNTER = 5
"""The number of a random scenario whose series is a counter."""


def variants(scenario: Scenario) -> list[Candidate]:
    """Give configurations that share times, and some that do not."""
    base = today(scenario)
    spec = base.spec
    return [
        base,
        replace(base, spec=replace(spec, min_replicas=2)),
        replace(base, spec=replace(spec, behavior=None)),
        replace(base, window_seconds=2 * base.window_seconds),
        replace(base, scrape_interval_seconds=7.0),
        replace(base, config=replace(base.config, tolerance=0.0)),
        replace(base, config=replace(base.config, sync_period_seconds=20.0)),
    ]


@pytest.mark.parametrize("number", [COUNTER, 8, 12])
def test_among_others_a_configuration_does_what_it_does_alone(number: int) -> None:
    scenario = random_scenario(number, hours=2)
    configurations = variants(scenario)
    among = sweep(scenario, configurations, seed=1, keep_trails=True)
    for row, one in enumerate(configurations):
        alone = sweep(scenario, [one], seed=1, keep_trails=True)
        assert alone.trails is not None
        assert among.trails is not None
        ours, theirs = alone.trails[0], among.trails[row]
        assert ours.tolist() == theirs[: len(ours)].tolist()
        assert alone.pod_hours[0] == among.pod_hours[row]


def test_an_increase_is_known_too() -> None:
    scenario = random_scenario(COUNTER, hours=2)
    rule = dict(scenario.adapter.config["rules"][0])
    rule["metricsQuery"] = (
        "sum(increase(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"
    )
    adapter = scenario.adapter.model_copy(update={"config": {"rules": [rule]}})
    scenario = changed(scenario, adapter=adapter)
    outcomes = sweep(scenario, [today(scenario)], seed=1, keep_trails=True)
    trace = simulate(scenario, seed=1)
    assert outcomes.trails is not None
    assert outcomes.trails[0].tolist() == [one.desired for one in trace.syncs]


def test_scrapes_are_counted_from_the_first() -> None:
    assert [newest_of(2.0, 10.0, until) for until in (2_000_000, 11_999_999)] == [0, 0]
    assert newest_of(2.0, 10.0, 12_000_000) == 1
    assert newest_of(2.0, 10.0, 1_999_999) < 0
    assert moment_of(2.0, 10.0, 3) == 32_000_000


def test_a_long_run_with_many_times_keeps_fewer_pods() -> None:
    few = nothing_known(np.zeros(5, np.int64), endpoints=10, pods=4096, syncs=100)
    many = nothing_known(np.arange(500), endpoints=50, pods=4096, syncs=50_000)
    assert few.values.shape == (1, 11, 4096, 100)
    assert many.values.shape == (500, 51, 0, 50_000)
