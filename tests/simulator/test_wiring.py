"""The world put together: how it begins, and what it does over a longer time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octoscale.core.errors import InputError
from octoscale.core.phases import Milestone
from simulator import presets
from simulator.loads.constant import Constant
from simulator.loads.spike import Spike
from simulator.loads.step import Step
from simulator.parameter import assumed
from simulator.run import simulate
from tests.simulator.scenarios import (
    by_pod,
    changed,
    pods_metric,
    sum_by_object,
    with_nodes,
    with_rules,
)
from tests.simulator.sweep.scenarios import random_scenario


def test_the_first_replicas_run_on_nodes_that_have_the_image() -> None:
    scenario = presets.paper()
    service = scenario.service.model_copy(update={"replicas": 3})
    trace = simulate(changed(scenario, service=service), seed=1)
    assert trace.replicas[0].ready == 3
    assert [pod.node for pod in trace.pods[:3]] == ["node-1", "node-2", "node-3"]
    assert all(pod.image_present for pod in trace.pods[:3])
    assert trace.load[0].endpoints == 3


def test_more_first_replicas_than_room_are_wrong_input() -> None:
    scenario = with_nodes(presets.paper(), 1)
    service = scenario.service.model_copy(update={"replicas": 2})
    with pytest.raises(InputError, match="no node has room for replica 2"):
        simulate(changed(scenario, service=service), seed=1)


def test_nodes_that_have_the_image_pull_no_byte_and_get_pods_first() -> None:
    scenario = presets.paper("big")
    warm = scenario.image.model_copy(update={"present_on": ("node-7", "node-8")})
    trace = simulate(changed(scenario, image=warm), seed=1)
    assert [pod.node for pod in trace.pods[:3]] == ["node-7", "node-8", "node-1"]
    assert [pod.pulled_bytes > 0 for pod in trace.pods[:3]] == [False, False, True]


def test_an_image_on_a_node_that_does_not_exist_is_wrong_input() -> None:
    scenario = presets.paper()
    image = scenario.image.model_copy(update={"present_on": ("node-9",)})
    with pytest.raises(InputError, match="no node 'node-9'"):
        simulate(changed(scenario, image=image), seed=1)


def test_the_metric_is_listed_from_the_first_scrape_on() -> None:
    trace = simulate(presets.paper(), seed=2)
    readable = [
        sync.metrics[0].value_milli is not None for sync in trace.syncs if sync.metrics
    ]
    assert all(readable[1:])


def test_after_a_spike_the_replicas_go_when_the_window_allows() -> None:
    load = Spike(
        shape="spike",
        unit="connections",
        peak=1800.0,
        at_seconds=120.0,
        for_seconds=120.0,
    )
    scenario = changed(presets.paper(), duration_seconds=1200.0, load=load)
    trace = simulate(scenario, seed=1)
    assert trace.trail[:3] == (1, 4, 8)
    assert trace.trail[-1] == 1
    down = next(p.time for p in trace.replicas if p.time > 240 and p.desired < 8)
    # The last high recommendation is remembered for five minutes.
    assert 240 + 300 - 15 <= down <= 240 + 300 + 30
    assert trace.replicas[-1].ready == 1
    gone = [pod for pod in trace.pods if pod.gone is not None]
    assert [pod.name for pod in gone] == [f"httpgo-{n}" for n in range(2, 9)]
    assert all(pod.gone == pytest.approx((pod.deleted or 0) + 1.0) for pod in gone)
    assert trace.load[-1].endpoints == 1


def test_pods_that_go_leave_their_node_to_those_that_wait() -> None:
    load = Spike(
        shape="spike",
        unit="connections",
        peak=1800.0,
        at_seconds=700.0,
        for_seconds=100.0,
    )
    scenario = changed(
        with_nodes(presets.paper(), 3), duration_seconds=3000.0, load=load
    )
    trace = simulate(scenario, seed=1)
    waiting = [pod for pod in trace.pods if pod.node is None]
    assert len(waiting) == 5
    # Of the pods to delete, those without a node go first, and at once.
    assert all(pod.deleted == pod.gone is not None for pod in waiting)


def test_a_counter_under_a_rate_scales_as_well() -> None:
    scenario = by_pod(presets.paper())
    counter = {"name": "hits_total", "kind": "counter", "base": 0.0}
    series = (scenario.service.series[0].model_copy(update=counter),)
    rule = {
        **sum_by_object("hits_total"),
        "name": {"matches": "^(.*)_total$", "as": "${1}_per_second"},
        "metricsQuery": (
            "sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)"
        ),
    }
    scenario.autoscaler.manifest["spec"]["metrics"] = [
        pods_metric("hits_per_second", "200")
    ]
    load = Step(shape="step", unit="requests/s", after=1800.0, at_seconds=120.0)
    service = scenario.service.model_copy(update={"series": series})
    trace = simulate(
        changed(with_rules(scenario, rule), load=load, service=service), seed=1
    )
    assert trace.replicas[-1].ready == 8
    assert trace.syncs[-1].metrics[0].value_milli == pytest.approx(225_000, abs=1)
    values = [sync.metrics[0].value_milli or 0 for sync in trace.syncs if sync.metrics]
    # The rate climbs over its window; a gauge would be there at once.
    assert any(0 < a < b < 1_700_000 for a, b in pairwise(values))


def test_replicas_that_rest_at_their_target_stay() -> None:
    load = Constant(shape="constant", unit="connections", level=191.0)
    trace = simulate(changed(presets.paper(), load=load), seed=1)
    assert trace.trail == (1,)
    assert trace.load_raised_at is None
    assert trace.metric_crossed_at is None


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    connections=st.integers(0, 4_000),
    capacity=st.none() | st.integers(50, 500),
    nodes=st.integers(1, 10),
)
def test_whatever_happens_the_world_keeps_its_rules(
    seed: int, connections: int, capacity: int | None, nodes: int
) -> None:
    load = Spike(
        shape="spike",
        unit="connections",
        peak=float(connections),
        at_seconds=40.0,
        for_seconds=100.0,
    )
    scenario = with_nodes(presets.paper("medium"), nodes)
    limit = None if capacity is None else assumed(capacity, "units of load", "a test")
    service = scenario.service.model_copy(update={"capacity": limit})
    trace = simulate(
        changed(scenario, load=load, service=service, duration_seconds=700.0),
        seed=seed,
    )
    assert all(1 <= point.desired <= 8 for point in trace.replicas)
    assert all(point.ready <= min(point.current, nodes) for point in trace.replicas)
    assert trace.totals.served <= trace.totals.offered + 1e-6
    assert trace.totals.offered == pytest.approx(connections * 100.0)
    for node in {pod.node for pod in trace.pods if pod.node is not None}:
        stays = sorted(
            (pod.milestones[Milestone.SCHEDULED], pod.gone or trace.ended_at)
            for pod in trace.pods
            if pod.node == node
        )
        assert all(before[1] <= after[0] for before, after in pairwise(stays))


def test_a_pod_that_does_not_answer_yet_does_not_hide_the_first_replicas() -> None:
    # Its first scrape comes before theirs, and finds nothing to list.
    scenario = random_scenario(2005, hours=0.05)
    trace = simulate(scenario, seed=2005)
    read = [sync.time for sync in trace.syncs if sync.recommendation is not None]
    assert read[0] < 45
