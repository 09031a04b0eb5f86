"""Fitted phases become the simulator's parameters, each with how it was had."""

from __future__ import annotations

import pytest

from bench.calibration.distributions import fit
from bench.calibration.figures import Figure, figures
from bench.calibration.phases import MAKING
from bench.calibration.pulls import FittedPulls
from bench.calibration.transfers import Rates
from bench.observation import NotObserved
from octoscale.core.phases import Phase
from simulator.presets import paper
from simulator.scenario import matching

UNSEEN = NotObserved("hollow nodes pull no image")
PULLS = FittedPulls(
    count=21,
    rates=Rates(node_link=1e8, registry_link=2e8, unpack=9e7, resolve_seconds=0.2),
    known={
        "node_link": False, "registry_link": True, "unpack": True,
        "resolve_seconds": True,
    },
    typical_error=0.02,
    jitter=0.05,
)  # fmt: skip


def values(found: tuple[Figure, ...]) -> dict[str, float]:
    return {one.name: one.value for one in found}


def test_means_become_figures() -> None:
    fits = {
        MAKING: fit([0.1, 0.3]),
        Phase.SCHEDULING.value: fit([0.4]),
        Phase.PREPARING.value: fit([1.0, 3.0]),
        Phase.STARTING.value: None,
    }
    assert values(figures(fits, UNSEEN, [])) == {
        "cluster.workload_seconds": 0.2,
        "cluster.scheduling_seconds": 0.4,
        "start.prepare_seconds": 2.0,
    }


def test_the_spread_of_the_pace_is_that_of_a_uniform_one() -> None:
    found = values(figures({}, UNSEEN, [0.9, 1.0, 1.1]))
    assert found == {"start.jitter_ratio": pytest.approx(0.1 * 3**0.5)}
    assert values(figures({}, UNSEEN, [0.9, 1.1])) == {}


def test_pods_that_are_ready_at_once_have_no_probe() -> None:
    fits = {Phase.PROBING.value: fit([0.0, 0.001])}
    assert values(figures(fits, UNSEEN, [])) == {"start.probe_period_seconds": 0.0}


def test_a_probe_finds_the_program_ready_when_it_was() -> None:
    found = figures({Phase.PROBING.value: fit([2.0, 4.0])}, UNSEEN, [])
    assert values(found) == {
        "start.probe_initial_delay_seconds": 3.0,
        "start.probe_period_seconds": 1.0,
        "start.program_seconds": 1.5,
    }
    assert [one.known for one in found] == [True, False, False]


def test_routing_is_uniform_from_zero() -> None:
    fits = {Phase.ROUTING.value: fit([0.5, 1.5])}
    assert values(figures(fits, UNSEEN, [])) == {"start.endpoints_seconds": 2.0}


def test_pulls_give_links_and_what_they_do_not_tell_is_marked() -> None:
    found = {one.name: one for one in figures({}, PULLS, [])}
    assert found["cluster.registry_bytes_per_second"].value == 2e8
    link = found["cluster.pools[*].link_bytes_per_second"]
    assert not link.known
    assert "do not tell it" in link.note


def test_every_figure_is_one_that_the_simulator_has() -> None:
    fits = {phase.value: fit([2.0, 4.0]) for phase in Phase}
    names = values(figures({**fits, MAKING: fit([1.0])}, PULLS, [0.9, 1.0, 1.1]))
    known = paper().parameters()
    assert all(matching(known, name) for name in names)
    assert len(names) == 14
