"""The phases' seconds, as the simulator divides a start."""

from __future__ import annotations

import dataclasses

import pytest

from bench.calibration.phases import MAKING, making, paces, phase_values
from bench.milestones import new_pods
from bench.observation import Moment, NotObserved
from octoscale.core.phases import Milestone, Phase
from tests.bench.fakes import at, observation, pod


def test_every_new_pod_gives_a_value_a_phase() -> None:
    values = phase_values([observation(pull=12.0)])
    assert values[Phase.PULLING.value] == [12.0] * 7
    assert values[Phase.PREPARING.value] == [1.0] * 7
    assert values[MAKING] == [0.5] * 7


def test_a_pod_comes_of_the_last_decision_before_it() -> None:
    made = observation()
    early, late = new_pods(made)[0], new_pods(made)[-1]
    assert making(early, made) == 0.5
    assert making(late, made) == 0.5
    first = pod("x", created=1.0)
    assert isinstance(making(first, made), NotObserved)


def test_what_was_not_seen_gives_none() -> None:
    stamps: dict[Milestone, Moment] = {
        Milestone.CREATED: at(110.5),
        Milestone.SCHEDULED: NotObserved("no"),
    }
    blind = dataclasses.replace(pod("x", created=110.5), stamps=stamps)
    values = phase_values([dataclasses.replace(observation(), pods=(blind,))])
    assert values[MAKING] == [0.5]
    assert values[Phase.SCHEDULING.value] == []
    assert paces([dataclasses.replace(observation(), pods=(blind,))]) == []


def test_paces_are_around_one() -> None:
    made = observation()
    assert paces([made]) == pytest.approx([1.0] * 7)
