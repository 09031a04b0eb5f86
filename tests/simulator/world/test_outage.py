"""A node out of reach: when its pods are given up, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from simulator import presets
from simulator.run import simulate
from simulator.sections.faults import Fault
from simulator.world.outage import NOTICED_SECONDS, TOLERATED_SECONDS
from tests.simulator.scenarios import changed, with_connections

if TYPE_CHECKING:
    from simulator.trace import Trace

BREAKS = 400.0


def run(lasts: float) -> Trace:
    """Lose a node of eight while eight replicas are busy."""
    scenario = with_connections(presets.paper(), 1400)
    fault = Fault(kind="node", at_seconds=BREAKS, for_seconds=lasts)
    return simulate(changed(scenario, duration_seconds=1200.0, faults=(fault,)), seed=1)


def ready(trace: Trace, time: float) -> int:
    """Give the ready replicas at a time."""
    return [point.ready for point in trace.replicas if point.time <= time][-1]


def test_a_silent_node_is_noticed_late() -> None:
    trace = run(300.0)
    noticed = BREAKS + NOTICED_SECONDS
    before = ready(trace, noticed - 1)
    assert ready(trace, noticed + 1) == before - 1


@pytest.mark.parametrize(("lasts", "evicted"), [(200.0, 0), (700.0, 1)])
def test_its_pods_are_given_up_only_when_it_stays_away(
    lasts: float, evicted: int
) -> None:
    given_up = BREAKS + NOTICED_SECONDS + TOLERATED_SECONDS
    at_that_moment = [
        pod for pod in run(lasts).pods if pod.deleted == pytest.approx(given_up)
    ]
    assert len(at_that_moment) == evicted


def test_a_node_that_comes_back_in_time_brings_its_pod_back() -> None:
    trace = run(200.0)
    assert ready(trace, BREAKS + 210) == ready(trace, BREAKS - 1)
