"""The memory limit: what a replica bears, and longer pauses between restarts."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from simulator import presets
from simulator.loads.constant import Constant
from simulator.run import simulate
from simulator.world.memory import bearable_load
from tests.simulator.scenarios import changed

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def limited(**fields: Any) -> Scenario:
    scenario = presets.paper()
    return changed(scenario, service=scenario.service.model_copy(update=fields))


@pytest.mark.parametrize(
    ("fields", "load"),
    [
        ({"memory_limit": "", "memory_per_load": "1Mi"}, math.inf),
        ({"memory_limit": "64Mi", "memory_per_load": "0"}, math.inf),
        (
            {"memory_limit": "64Mi", "memory_base": "16Mi", "memory_per_load": "1Mi"},
            48.0,
        ),
        ({"memory_limit": "8Mi", "memory_base": "16Mi", "memory_per_load": "1Mi"}, 0.0),
    ],
)
def test_the_load_that_a_replica_bears(fields: dict[str, Any], load: float) -> None:
    assert bearable_load(limited(**fields).service) == load


def test_pauses_before_restarts_double_up_to_five_minutes() -> None:
    load = Constant(shape="constant", unit="connections", level=150)
    scenario = limited(
        memory_limit="100Mi", memory_base="0", memory_per_load="1Mi"
    ).model_copy(update={"load": load, "duration_seconds": 2400.0})
    trace = simulate(scenario, seed=1)
    first = [time for time, pod in trace.kills if pod.endswith("-1")]
    pauses = [later - time for time, later in pairwise(first)]
    assert len(pauses) >= 5
    assert pauses == sorted(pauses)
    assert pauses[0] == pytest.approx(10, abs=5)
    assert pauses[1] == pytest.approx(20, abs=5)
    assert max(pauses) < 310
