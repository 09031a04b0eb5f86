"""The figures of a run, on runs whose figures are known beforehand."""

from __future__ import annotations

import pytest

from simulator import presets
from simulator.loads.constant import Constant
from simulator.loads.spike import Spike
from simulator.parameter import assumed
from simulator.run import simulate
from simulator.summary import Summary, pod_hours, summarize
from tests.simulator.scenarios import changed


def capped(load: object, *, capacity: float = 300.0) -> Summary:
    scenario = presets.paper()
    limit = assumed(capacity, "units of load", "a test")
    service = scenario.service.model_copy(update={"capacity": limit})
    return summarize(simulate(changed(scenario, service=service, load=load), seed=1))


def test_a_load_within_one_replicas_capacity_breaches_nothing() -> None:
    summary = capped(Constant(shape="constant", unit="connections", level=100))
    assert (summary.breach_seconds, summary.lost, summary.scalings) == (0, 0, 0)
    assert summary.pod_hours == pytest.approx(900 / 3600)
    assert summary.shortest_peak_seconds is None
    assert summary.overshoot_replicas == summary.undershoot_replicas == 0


def test_a_peak_is_in_breach_until_new_replicas_serve() -> None:
    peak = Spike(
        shape="spike", unit="connections", peak=1800, at_seconds=120, for_seconds=700
    )
    summary = capped(peak)
    assert summary.shortest_peak_seconds is not None
    assert 15 < summary.breach_seconds < 90
    assert summary.breach_seconds == pytest.approx(
        summary.shortest_peak_seconds, abs=1.0
    )
    assert summary.undershoot_replicas == 5
    assert summary.overshoot_replicas == 7


def test_a_load_that_no_replica_count_serves_is_in_breach_to_the_end() -> None:
    peak = Spike(
        shape="spike", unit="connections", peak=1800, at_seconds=120, for_seconds=900
    )
    summary = capped(peak, capacity=10.0)
    assert summary.breach_seconds == pytest.approx(900 - 120)
    assert summary.shortest_peak_seconds is None


def test_pod_hours_are_the_area_below_the_replicas() -> None:
    trace = simulate(presets.paper(), seed=1)
    times = [*(point.time for point in trace.replicas[1:]), trace.ended_at]
    area = sum(
        point.current * (end - point.time)
        for point, end in zip(trace.replicas, times, strict=True)
    )
    assert pod_hours(trace) == pytest.approx(area / 3600)
