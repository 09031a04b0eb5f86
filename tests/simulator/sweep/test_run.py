"""The array engine against the event engine, on random fluid scenarios."""

from __future__ import annotations

import pytest

from octoscale.core.errors import InputError
from simulator import presets
from simulator.run import simulate
from simulator.summary import summarize
from simulator.sweep.run import prepare, sweep, today
from tests.simulator.scenarios import changed
from tests.simulator.sweep.scenarios import random_scenario, seconds

HOURS = 2


def agree(number: int, hours: float) -> None:
    """Fail unless both engines ask for the same replicas at every sync."""
    scenario = random_scenario(number, hours=hours)
    trace = simulate(scenario, seed=number)
    outcomes = sweep(scenario, [today(scenario)], seed=number, keep_trails=True)
    assert outcomes.trails is not None
    ours, theirs = outcomes.trails[0].tolist(), [one.desired for one in trace.syncs]
    pairs = enumerate(zip(ours, theirs, strict=False))
    different = [index for index, (our, their) in pairs if our != their]
    assert not different, (number, different[0], trace.syncs[different[0]].time)
    assert len(ours) == len(theirs)
    summary = summarize(trace)
    assert outcomes.pod_hours[0] == pytest.approx(summary.pod_hours, rel=1e-6)
    assert outcomes.breach_seconds[0] == pytest.approx(summary.breach_seconds, abs=0.01)
    assert outcomes.lost[0] == pytest.approx(
        summary.lost, abs=1e-6 * max(1.0, summary.offered)
    )
    assert outcomes.scalings[0] == summary.scalings
    assert outcomes.flaps[0] == summary.flaps
    assert outcomes.most_replicas[0] == summary.most_replicas


@pytest.mark.parametrize("number", range(40))
def test_both_engines_agree_over_two_hours(number: int) -> None:
    agree(number, HOURS)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(1000, 1200))
def test_both_engines_agree_over_two_hours_again(number: int) -> None:
    agree(number, HOURS)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(2000, 2020))
def test_both_engines_agree_over_a_day(number: int) -> None:
    agree(number, 24)


def test_candidates_do_not_know_each_other() -> None:
    scenario = random_scenario(5, hours=1)
    one = today(scenario)
    alone = sweep(scenario, [one], seed=1)
    among = sweep(scenario, [one] * 70, seed=1)
    assert set(among.pod_hours.tolist()) == set(alone.pod_hours.tolist())


def test_machine_code_is_made_once() -> None:
    scenario = random_scenario(5, hours=1)
    prepare(scenario)
    assert not prepare(scenario)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"goal_replicas": 3}, "runs with a goal", id="goal"),
        pytest.param({"load": presets.paper().load}, "loads of connections", id="unit"),
        pytest.param(
            {"autoscaler": presets.paper().autoscaler}, "one Pods metric", id="metric"
        ),
        pytest.param(
            {"adapter": presets.paper().adapter}, "no rule serves", id="another rule"
        ),
    ],
)
def test_what_is_not_covered_is_named(change: dict[str, object], words: str) -> None:
    scenario = changed(random_scenario(1, hours=1), **change)
    with pytest.raises(InputError, match=words):
        sweep(scenario, [today(random_scenario(1, hours=1))], seed=1)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        pytest.param(5, "gauge", "of a gauge", id="a rate of a gauge"),
        pytest.param(6, "counter", "of a counter", id="a counter as it stands"),
    ],
)
def test_a_query_has_to_fit_its_series(number: int, kind: str, words: str) -> None:
    scenario = random_scenario(number, hours=1)
    series = tuple(
        one.model_copy(update={"kind": kind}) for one in scenario.service.series
    )
    service = scenario.service.model_copy(update={"series": series})
    with pytest.raises(InputError, match=words):
        today(changed(scenario, service=service))


def test_rare_scrapes_are_refused() -> None:
    scenario = random_scenario(1, hours=1)
    scrape = scenario.scrape.model_copy(update={"interval_seconds": seconds(60)})
    with pytest.raises(InputError, match="so far apart"):
        sweep(scenario, [today(changed(scenario, scrape=scrape))], seed=1)
