"""The patch asks for the configuration; what is beside it is said in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from octoscale.core.yamlio import Document
from simulator.manifest import read_manifest
from simulator.sweep.run import today
from simulator.tuning.patching import beside, patch, patched
from simulator.tuning.space import space
from tests.simulator.sweep.scenarios import random_scenario

COUNTER = 5
"""The number of a random scenario whose series is a counter."""


@pytest.mark.parametrize("number", range(8))
def test_a_patched_scenario_has_the_configuration_in_every_part(number: int) -> None:
    scenario = random_scenario(number, hours=1)
    for candidate in space(scenario, count=9, seed=1):
        whole = patched(scenario, candidate)
        document = Document(whole.model_dump(mode="json"))
        spec = read_manifest(document, namespace="default").spec
        assert spec == candidate.spec
        assert today(whole) == candidate
        assert set(patch(scenario, candidate)) == {"spec"}


def test_nothing_is_beside_what_only_the_hpa_says() -> None:
    scenario = random_scenario(COUNTER, hours=1)
    base = today(scenario)
    assert beside(scenario, base) == ()
    more = replace(base, spec=replace(base.spec, min_replicas=2))
    assert beside(scenario, more) == ()


def test_all_that_stands_elsewhere_is_named_with_its_value() -> None:
    scenario = random_scenario(COUNTER, hours=1)
    base = today(scenario)
    other = replace(
        base,
        window_seconds=90.0,
        scrape_interval_seconds=20.0,
        config=replace(base.config, tolerance=0.2, sync_period_seconds=20.0),
    )
    rule, scrape, tolerance, sync = beside(scenario, other)
    assert "a rate window of 1m30s" in rule
    assert "scrape_interval: 20s" in scrape
    assert "--horizontal-pod-autoscaler-tolerance=0.2" in tolerance
    assert "--horizontal-pod-autoscaler-sync-period=20s" in sync
