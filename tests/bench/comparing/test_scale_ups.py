"""Two runs of scale-ups: what differs, by how much, and what is said about it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from bench.comparing.comparison import Comparison, compare
from bench.comparing.difference import Difference, Threshold, Verdict
from tests.bench.fakes import missed, observation, report

if TYPE_CHECKING:
    from bench.report import Report

TENTH = Threshold(0.1, relative=True)


def run(*pulls: float, simulated: bool = False) -> Report:
    made = report(*(observation(repeat=n, pull=p) for n, p in enumerate(pulls, 1)))
    driver = dataclasses.replace(made.driver, simulated=simulated)
    return dataclasses.replace(made, driver=driver)


def headline(found: Comparison) -> Difference:
    (one,) = [d for d in found.differences if d.judged and d.subject == "small"]
    return one


def test_a_slower_pull_is_a_slower_scale_up_and_the_phase_says_why() -> None:
    found = compare(run(10, 11, 12), run(20, 21, 22), TENTH)
    one = headline(found)
    assert one.figure == "scale-up"
    assert one.amount == pytest.approx(10.0)
    assert one.verdict is Verdict.WORSE
    assert one.proved is True
    assert found.worse() == (one,)
    phases = {d.figure: d.amount for d in found.differences if d.subject == "small"}
    assert phases["pulling the image"] == pytest.approx(10.0)
    assert phases["scheduling"] == pytest.approx(0.0)


def test_measured_runs_get_welch_s_interval_and_simulated_ones_their_spread() -> None:
    assert "Welch" in headline(compare(run(10, 11), run(12, 13), TENTH)).interval
    simulated = compare(run(10, 11, simulated=True), run(12, 16, simulated=True), TENTH)
    one = headline(simulated)
    assert (one.low, one.high) == pytest.approx((2.0, 5.0))
    assert "repeat by repeat" in one.interval


def test_noise_beyond_the_threshold_is_worse_and_not_proved() -> None:
    found = compare(run(5, 25), run(15, 31), TENTH)
    assert headline(found).proved is False
    assert len(found.worse()) == 1
    assert found.worse(only_proved=True) == ()


def test_single_repeats_have_no_interval_and_count() -> None:
    found = compare(run(10), run(20), TENTH)
    assert headline(found).proved is None
    assert len(found.worse(only_proved=True)) == 1


def test_more_missed_goals_are_told_whatever_the_seconds_say() -> None:
    before = report(observation(repeat=1), observation(repeat=2))
    after = report(observation(repeat=1), missed(repeat=2))
    assert compare(before, after, TENTH).new_failures == (
        "small: 1 of 2 missed (before: 0 of 2 missed)",
    )
    assert compare(after, before, TENTH).new_failures == ()


def test_what_differs_between_the_runs_is_noted() -> None:
    before, after = run(10), run(10, simulated=True)
    notes = compare(before, after, TENTH).notes
    assert "one run is simulated and the other is measured" in notes


def test_other_plans_and_figures_of_the_model_are_named() -> None:
    before = run(10)
    plan = before.plan.narrowed(repeats=3)
    driver = dataclasses.replace(before.driver, cluster="another", parameters=())
    after = dataclasses.replace(before, plan=plan, driver=driver)
    notes = " | ".join(compare(before, after, TENTH).notes)
    assert "another cluster" in notes
    assert "the plans differ in repeats" in notes
    for parameter in before.driver.parameters:
        assert parameter.name in notes
