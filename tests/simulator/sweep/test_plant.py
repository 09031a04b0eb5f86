"""The scenario as arrays: its metric, its nodes, their links."""

from __future__ import annotations

import pytest

from octoscale.core.errors import InputError
from simulator.parameter import assumed
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sweep.plant import metric_of, plant_of
from simulator.sweep.run import today
from tests.simulator.scenarios import changed
from tests.simulator.sweep.scenarios import random_scenario

COUNTER, GAUGE = 5, 6
"""Numbers of random scenarios with such a series."""


def test_a_counters_metric_has_its_rules_window() -> None:
    scenario = random_scenario(COUNTER, hours=1)
    found = metric_of(scenario)
    assert found.series.name == "hits_total"
    query = scenario.adapter.config["rules"][0]["metricsQuery"]
    windows = {"45s": 45_000, "1m": 60_000, "2m": 120_000, "5m": 300_000}
    assert [ms for text, ms in windows.items() if f"[{text}]" in query] == [
        found.window_ms
    ]
    assert not found.is_increase


def test_a_gauges_metric_has_none() -> None:
    assert metric_of(random_scenario(GAUGE, hours=1)).window_ms is None


def test_a_metric_that_no_rule_serves_is_named() -> None:
    scenario = random_scenario(GAUGE, hours=1)
    adapter = scenario.adapter.model_copy(update={"config": {"rules": []}})
    with pytest.raises(InputError, match="no rule serves hits"):
        metric_of(changed(scenario, adapter=adapter))


def test_each_node_has_its_own_room_and_link() -> None:
    def link(value: float) -> NodePool:
        return NodePool(
            name=f"n{value:g}",
            count=2,
            cpu="1",
            link_bytes_per_second=assumed(value, "bytes/s", "a test"),
        )

    scenario = random_scenario(COUNTER, hours=1)
    cluster = ClusterSection(
        pools=(link(1e6), link(4e6)),
        anti_affinity=False,
        registry_bytes_per_second=assumed(2e6, "bytes/s", "a test"),
    )
    scenario = changed(scenario, cluster=cluster)
    plant = plant_of(scenario, spec=today(scenario).spec, seed=1)
    assert plant.room.tolist() == [plant.room[0]] * 4
    assert plant.room[0] > 1
    slow, fast = plant.transfer_us[0], plant.transfer_us[3]
    assert slow == pytest.approx(scenario.image.pulled_bytes, rel=1e-6)
    assert fast == pytest.approx(slow / 2, rel=1e-6)
