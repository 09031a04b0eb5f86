"""The entrance: one scenario and one seed in, one trace out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.wiring import World

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.trace import Trace


def simulate(scenario: Scenario, *, seed: int) -> Trace:
    """Run *scenario* in virtual time, and tell what happened.

    The seed sets what the scenario leaves open: when within their intervals
    scrapes, discoveries, relists and syncs fall, and how long each start takes
    within its stated spread. Equal arguments give an equal trace, to the byte.

    Raises ``InputError`` when rules, manifest and service do not fit together.
    """
    world = World(scenario, seed=seed)
    world.run()
    return world.trace()
