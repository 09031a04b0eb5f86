"""What is tried: around today's, each part on its own, and nothing that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator.sweep.run import Candidate, today
from simulator.tuning.space import PARTS, space
from tests.simulator.sweep.scenarios import random_scenario

if TYPE_CHECKING:
    from simulator.tuning.space import Part

COUNTER, GAUGE = 5, 6
"""Numbers of random scenarios with such a series."""


def shown(part: Part, one: Candidate) -> Any:
    """Give what a configuration has in one part."""
    spec = one.spec
    return {
        "target": spec.metrics,
        "window": one.window_seconds,
        "bounds": (spec.min_replicas, spec.max_replicas),
        "behavior": spec.behavior,
        "tolerance": one.config.tolerance,
        "scrape": one.scrape_interval_seconds,
        "sync": one.config.sync_period_seconds,
    }[part]


def different(part: Part, candidates: list[Candidate]) -> bool:
    """Tell whether configurations differ in a part."""
    return len({repr(shown(part, one)) for one in candidates}) > 1


def test_every_part_differs_and_today_comes_first() -> None:
    scenario = random_scenario(COUNTER, hours=1)
    found = space(scenario, count=80, seed=0)
    assert found[0] == today(scenario)
    assert len(found) == len(set(found)) == 81
    assert all(different(part, found) for part in PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_kept_stays(part: Part) -> None:
    found = space(random_scenario(COUNTER, hours=1), count=40, seed=0, keep=(part,))
    assert not different(part, found)


@pytest.mark.parametrize("keep", [(), ("window",)])
def test_a_rate_always_has_two_samples(keep: tuple[Part, ...]) -> None:
    scenario = random_scenario(COUNTER, hours=1)
    for one in space(scenario, count=80, seed=3, keep=keep)[1:]:
        assert 2 * one.scrape_interval_seconds <= one.window_seconds


def test_a_gauge_has_no_rate_window() -> None:
    found = space(random_scenario(GAUGE, hours=1), count=40, seed=0)
    assert not different("window", found)


def test_there_are_no_more_than_there_can_be() -> None:
    keep = tuple(part for part in PARTS if part != "tolerance")
    found = space(random_scenario(COUNTER, hours=1), count=40, seed=0, keep=keep)
    assert 3 <= len(found) <= 4
