"""The vocabulary of moments and phases is complete and in one order."""

from __future__ import annotations

import itertools

import pytest

from octoscale.core.phases import POD_MILESTONES, POD_PHASES, Milestone, Phase


def test_the_moments_of_a_pod_are_those_that_kubernetes_shows_in_order() -> None:
    assert [m.value for m in POD_MILESTONES] == [
        "created",
        "scheduled",
        "pulling",
        "pulled",
        "containers started",
        "ready",
        "endpoint ready",
        "first request served",
    ]


@pytest.mark.parametrize("milestone", Milestone)
def test_every_moment_says_what_it_means_in_one_line(milestone: Milestone) -> None:
    assert milestone.meaning
    assert "\n" not in milestone.meaning
    assert milestone.of_pod == (milestone in POD_MILESTONES)


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_lies_between_two_moments_in_order(phase: Phase) -> None:
    assert phase.start.order < phase.end.order
    assert phase.meaning


def test_the_phases_of_a_pod_follow_each_other_without_gap() -> None:
    assert POD_PHASES[0].start is POD_MILESTONES[0]
    assert POD_PHASES[-1].end is POD_MILESTONES[-1]
    for earlier, later in itertools.pairwise(POD_PHASES):
        assert earlier.end is later.start
        assert earlier.order + 1 == later.order
