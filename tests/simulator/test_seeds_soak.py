"""The paper's experiment over many seeds: the trail never depends on chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.core.phases import Milestone
from simulator.presets import paper
from simulator.run import simulate

if TYPE_CHECKING:
    from simulator.trace import Trace

SEEDS = 200
SIZES = ("small", "medium", "big")


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES)
def test_every_seed_climbs_the_same_trail(size: str) -> None:
    scenario = paper(size)  # type: ignore[arg-type]  # parametrize types its rows as text
    for seed in range(SEEDS):
        trace = simulate(scenario, seed=seed)
        assert trace.trail == (1, 4, 8), seed
        assert_every_new_pod_pulled(trace)


@pytest.mark.soak
def test_every_seed_gives_its_own_bytes_again() -> None:
    scenario = paper("medium")
    for seed in range(0, SEEDS, 10):
        first, second = (simulate(scenario, seed=seed).to_json() for _ in range(2))
        assert first == second


def assert_every_new_pod_pulled(trace: Trace) -> None:
    """One pod a node, each new one with the whole image, in the order of phases."""
    new = [pod for pod in trace.pods if not pod.image_present]
    assert len(new) == 7
    assert len({pod.node for pod in trace.pods}) == len(trace.pods) == 8
    assert len({pod.pulled_bytes for pod in new}) == 1
    for pod in new:
        order = [
            pod.milestones[milestone]
            for milestone in Milestone
            if milestone in pod.milestones
        ]
        assert order == sorted(order), pod
