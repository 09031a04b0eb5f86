"""Milestones, intervals and phases of observations made by hand."""

from __future__ import annotations

import dataclasses

import pytest

from bench.milestones import between, goal_moment, milestones, pod_phases
from bench.observation import DecisionPoint, NotObserved, Observation, Stamp
from octoscale.core.phases import POD_PHASES, Milestone, Phase
from tests.bench.fakes import UNSEEN, at, missed, observation


def _without(made: Observation, milestone: Milestone) -> Observation:
    """Make one in which a milestone could not be seen on any new pod."""
    pods = tuple(
        p
        if p.initial
        else dataclasses.replace(p, stamps={**p.stamps, milestone: UNSEEN})
        for p in made.pods
    )
    return dataclasses.replace(made, pods=pods)


def test_the_headline_runs_from_the_first_rescale_to_the_eighth_pod_ready() -> None:
    found = milestones(observation(pull=10.0))
    assert found.first_decision == at(110)
    assert found.last_decision == at(125)
    assert found.goal_ready == at(139.5)
    assert found.scale_up_seconds == 29.5


def test_reaction_and_in_service_begin_when_the_load_is_raised() -> None:
    found = milestones(observation(pull=10.0))
    assert found.reaction_seconds == 10.0
    assert found.in_service_seconds == 41.5


def test_a_sync_that_changes_nothing_is_no_decision() -> None:
    made = observation(
        decisions=(
            DecisionPoint(seconds=101, before=1, after=1),
            DecisionPoint(seconds=116, before=1, after=8),
        )
    )
    found = milestones(made)
    assert found.first_decision == found.last_decision == at(116)


def test_the_eighth_pod_is_the_last_in_time_whatever_the_order() -> None:
    made = observation()
    turned = dataclasses.replace(made, pods=made.pods[::-1])
    assert milestones(turned) == milestones(made)


def test_a_ninth_pod_does_not_count() -> None:
    made = observation()
    late = dataclasses.replace(
        made.pods[-1], name="web-8", stamps={Milestone.READY: at(900)}
    )
    more = dataclasses.replace(made, pods=(*made.pods, late))
    assert milestones(more).goal_ready == milestones(made).goal_ready


def test_a_pod_that_never_got_ready_leaves_no_headline() -> None:
    found = milestones(missed())
    assert isinstance(found.scale_up_seconds, NotObserved)
    assert "7 of 8" in found.scale_up_seconds.reason
    assert found.reaction_seconds == 10.0


def test_what_cannot_be_seen_takes_only_its_own_interval_away() -> None:
    found = milestones(_without(observation(), Milestone.FIRST_REQUEST))
    assert found.in_service_seconds == UNSEEN
    assert found.scale_up_seconds == 29.5


def test_without_any_decision_there_is_no_interval() -> None:
    found = milestones(observation(decisions=()))
    assert isinstance(found.scale_up_seconds, NotObserved)
    assert isinstance(found.reaction_seconds, NotObserved)
    assert isinstance(found.last_decision, NotObserved)


def test_a_load_whose_moment_is_unknown_leaves_the_headline() -> None:
    found = milestones(observation(load_raised=NotObserved("no clock there")))
    assert found.reaction_seconds == NotObserved("no clock there")
    assert found.scale_up_seconds == 29.5


def test_the_moment_of_a_goal_is_that_of_its_last_pod() -> None:
    assert goal_moment(observation(), Milestone.CREATED) == at(125.5)


def test_every_phase_of_a_pod_is_the_time_between_its_moments() -> None:
    made = observation(pull=10.0)
    phases = pod_phases(made.pods[-1], made)
    assert phases[Phase.WAITING] == 15.5
    assert phases[Phase.PULLING] == 10.0
    assert [phases[p] for p in POD_PHASES if p is not Phase.PULLING] == [1.0] * 6


def test_a_phase_without_one_of_its_moments_is_not_observed() -> None:
    made = _without(observation(), Milestone.PULLED)
    phases = pod_phases(made.pods[-1], made)
    assert phases[Phase.PULLING] == phases[Phase.STARTING] == UNSEEN
    assert phases[Phase.PROBING] == 1.0


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(
            Stamp(seconds=1, clock="a"), Stamp(seconds=3, clock="a"), 2.0, id="same"
        ),
        pytest.param(
            Stamp(seconds=1, clock="a", also={"b": 101}),
            Stamp(seconds=104.5, clock="b"),
            3.5,
            id="second-clock-of-the-start",
        ),
        pytest.param(
            Stamp(seconds=1, clock="a"),
            Stamp(seconds=104.5, clock="b", also={"a": 4.5}),
            3.5,
            id="second-clock-of-the-end",
        ),
        pytest.param(
            Stamp(seconds=1, clock="a", also={"c": 11}),
            Stamp(seconds=104.5, clock="b", also={"c": 14.5}),
            3.5,
            id="a-third-clock",
        ),
        pytest.param(
            Stamp(seconds=1, clock="a"),
            Stamp(seconds=3, clock="b"),
            NotObserved("no common clock: a and b"),
            id="strangers",
        ),
    ],
)
def test_moments_are_compared_within_one_clock(
    start: Stamp, end: Stamp, expected: float | NotObserved
) -> None:
    assert between(start, end) == expected
