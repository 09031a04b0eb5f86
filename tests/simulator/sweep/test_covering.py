"""What the array engine refuses or simplifies is said, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator import presets
from simulator.parameter import assumed
from simulator.sections.image import Layer
from simulator.sweep.covering import cautions, refused, uncovered
from tests.simulator.scenarios import changed
from tests.simulator.sweep.scenarios import random_scenario, seconds

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def scenario(section: str, **fields: Any) -> Scenario:
    """Give a covered scenario with other *fields* in one section."""
    whole = random_scenario(1, hours=1)
    part = getattr(whole, section).model_copy(update=fields)
    return changed(whole, **{section: part})


def test_random_scenarios_are_covered_without_a_caution() -> None:
    for number in range(20):
        assert list(uncovered(random_scenario(number, hours=1))) == []
        assert cautions(random_scenario(number, hours=1)) == ()


@pytest.mark.parametrize(
    ("section", "fields", "part"),
    [
        (
            "service",
            {
                "warm_up_seconds": seconds(60),
                "warm_up_share": assumed(0.5, "ratio", "test"),
            },
            "warm-up",
        ),
        (
            "service",
            {"memory_limit": "96Mi", "memory_per_load": "1Mi"},
            "memory limits",
        ),
        ("scrape", {"jitter_seconds": seconds(1)}, "lost or late scrapes"),
        ("image", {"layers": (Layer(share=1.0),)}, "images in layers"),
        ("cluster", {"parallel_pulls": False}, "pulls one after the other"),
    ],
)
def test_a_part_that_is_not_covered_is_named(
    section: str, fields: dict[str, Any], part: str
) -> None:
    found = list(uncovered(scenario(section, **fields)))
    assert [(name, path[0]) for name, path in found] == [(part, section)]
    assert part in str(refused(part))


def test_a_link_that_several_nodes_share_is_a_caution() -> None:
    narrow = assumed(125e6, "bytes/s", "test")
    shared = scenario("cluster", registry_bytes_per_second=narrow)
    assert ["registry's link" in note for note in cautions(shared)] == [True]


def test_replicas_on_one_node_are_a_caution() -> None:
    together = scenario("cluster", anti_affinity=False)
    assert ["over one link" in note for note in cautions(together)] == [True]


def test_one_node_shares_the_registry_with_nobody() -> None:
    assert len(cautions(presets.laptop())) == 1
