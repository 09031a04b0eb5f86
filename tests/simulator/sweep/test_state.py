"""Room for what goes on in the configurations at work."""

from __future__ import annotations

import pytest

from simulator.sweep import pods
from simulator.sweep.state import new_state


@pytest.mark.parametrize("samples", [1, 2, 31, 60, 301])
def test_a_ring_holds_a_window_and_is_a_power_of_two(samples: int) -> None:
    slots = new_state(1, replicas=3, nodes=1, samples=samples).samples.shape[2]
    assert slots > samples
    assert slots & (slots - 1) == 0


def test_every_part_has_memory_of_its_own() -> None:
    state = new_state(4, replicas=10, nodes=7, samples=6)
    assert {array.shape[0] for array in state} == {4}
    assert state.pods.shape == (4, 28, pods.INTS)
    assert state.nodes.shape == (4, 7)
    assert pods.BREAK_SLOTS & (pods.BREAK_SLOTS - 1) == 0
