"""The array engine draws what the event engine draws."""

from __future__ import annotations

from simulator.streams import Streams
from simulator.sweep.chance import DRAWS, chance_of
from tests.simulator.sweep.scenarios import random_scenario


def test_a_pod_has_the_draws_of_its_name() -> None:
    scenario = random_scenario(1, hours=1)
    chance, streams = chance_of(scenario, seed=3), Streams(3)
    longest = scenario.start.endpoints_seconds.value
    assert len(chance.phase) == DRAWS
    assert chance.phase[6] == streams.stream("scrape", "web-7").random()
    assert chance.pace[6] == streams.spread(
        scenario.start.jitter_ratio.value, "start", "web-7"
    )
    late = streams.stream("endpoints", "web-7").uniform(0, longest)
    assert chance.endpoint_us[6] == round(late * 1e6)


def test_another_seed_draws_otherwise() -> None:
    scenario = random_scenario(1, hours=1)
    one, other = chance_of(scenario, seed=1), chance_of(scenario, seed=2)
    assert one.phase.tolist() != other.phase.tolist()
    assert chance_of(scenario, seed=1) is one
