"""Averages hold the repeats that count, and no others."""

from __future__ import annotations

import dataclasses

import pytest

from bench.results import missed_goals, results
from bench.statistics import IntervalKind
from octoscale.core.phases import Phase
from tests.bench.fakes import missed, observation, report


def test_every_image_of_the_plan_has_a_result_in_the_plans_order() -> None:
    found = results(report())
    assert [r.image.name for r in found] == ["small", "medium", "big"]
    assert [r.planned for r in found] == [5, 5, 5]
    assert [len(r.counted) for r in found] == [5, 5, 5]


def test_the_mean_is_that_of_the_repeats() -> None:
    small, *_ = results(
        report(observation(pull=10.0), observation(repeat=2, pull=14.0))
    )
    assert small.scale_up is not None
    assert small.scale_up.mean == pytest.approx(31.5)
    assert small.phases[Phase.PULLING] == pytest.approx(12.0)


def test_a_missed_goal_is_shown_and_counts_for_nothing() -> None:
    made = report(observation(pull=10.0), missed(repeat=2))
    small, *_ = results(made)
    assert (len(small.repeats), len(small.counted)) == (2, 1)
    assert small.scale_up is not None
    assert small.scale_up.count == 1
    assert missed_goals(made) == (f"small, repeat 2: {small.repeats[1].shortfall}",)


def test_an_image_without_repeats_has_no_figures() -> None:
    _, medium, _ = results(report(observation()))
    assert medium.repeats == ()
    assert (medium.scale_up, medium.floor) == (None, None)
    assert set(medium.phases.values()) == {None}


@pytest.mark.parametrize(
    ("simulated", "kind"),
    [(True, IntervalKind.SEEDS), (False, IntervalKind.CONFIDENCE)],
)
def test_the_kind_of_interval_follows_the_driver(
    simulated: bool, kind: IntervalKind
) -> None:
    small, *_ = results(report(simulated=simulated))
    assert small.scale_up is not None
    assert small.scale_up.kind is kind


def test_results_are_computed_anew_from_the_facts_alone() -> None:
    made = report()
    assert results(made) == results(dataclasses.replace(made))
