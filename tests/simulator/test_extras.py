"""What breaks or slows a service: warm-up, memory, losses, nodes that come late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from octoscale.core.phases import Milestone
from simulator import presets
from simulator.loads.constant import Constant
from simulator.loads.spike import Spike
from simulator.parameter import assumed
from simulator.run import simulate
from tests.simulator.scenarios import changed, with_connections, with_nodes

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.trace import Trace


def with_service(scenario: Scenario, **fields: Any) -> Scenario:
    service = scenario.service.model_copy(update=fields)
    return changed(scenario, service=service)


def units(value: float) -> Any:
    return assumed(value, "units of load", "a test")


def run(scenario: Scenario) -> Trace:
    return simulate(scenario, seed=1)


def test_a_cold_replica_serves_less_for_a_while() -> None:
    capped = with_service(presets.paper(), capacity=units(300))
    cold = with_service(
        capped,
        warm_up_seconds=assumed(60, "s", "a test"),
        warm_up_share=assumed(0.5, "ratio", "a test"),
    )
    assert run(cold).totals.lost > run(capped).totals.lost
    assert run(cold).load[-1].lost == 0


def test_a_replica_above_its_memory_limit_is_killed_and_comes_back() -> None:
    spike = Spike(
        shape="spike",
        unit="connections",
        base=10,
        peak=500,
        at_seconds=60,
        for_seconds=30,
    )
    limited = with_service(
        changed(presets.paper(), load=spike, duration_seconds=300.0),
        memory_limit="100Mi",
        memory_base="0",
        memory_per_load="1Mi",
    )
    trace = run(limited)
    assert trace.kills[0][1] == "httpgo-1"
    assert trace.kills[0][0] == pytest.approx(60.0)
    assert trace.load[-1].lost == 0
    assert trace.load[-1].endpoints >= 1
    assert min(point.endpoints for point in trace.load) == 0


def test_lost_scrapes_leave_gaps() -> None:
    steady = with_connections(presets.paper(), 150)
    scrape = steady.scrape.model_copy(
        update={"loss_ratio": assumed(0.5, "ratio", "a test")}
    )
    failed = [
        sync
        for sync in run(changed(steady, scrape=scrape)).syncs
        if sync.time > 60 and sync.metrics[0].failure
    ]
    assert failed
    whole = [sync for sync in run(steady).syncs if sync.time > 60]
    assert not [sync for sync in whole if sync.metrics[0].failure]


def test_a_node_autoscaler_brings_nodes_late_and_no_more_than_it_may() -> None:
    few = with_nodes(presets.paper(), 2)
    master, nodes = few.cluster.pools
    growing = nodes.model_copy(update={"most": 5})
    cluster = few.cluster.model_copy(update={"pools": (master, growing)})
    trace = run(changed(few, cluster=cluster))
    ready = sorted(
        pod.milestones[Milestone.SCHEDULED]
        for pod in trace.pods
        if Milestone.SCHEDULED in pod.milestones
    )
    assert trace.replicas[-1].ready == 5
    assert ready[2] - trace.pods[1].milestones[Milestone.CREATED] >= 120


def test_daemons_reserve_room() -> None:
    scenario = presets.paper()
    master, nodes = scenario.cluster.pools
    full = nodes.model_copy(update={"reserved_cpu": "3950m"})
    cluster = scenario.cluster.model_copy(update={"pools": (master, full)})
    with pytest.raises(Exception, match="no node has room"):
        run(changed(scenario, cluster=cluster))


def test_pulls_one_after_the_other_take_longer_on_a_shared_node() -> None:
    def last_ready(parallel: bool) -> float:
        scenario = presets.paper("medium")
        master, nodes = scenario.cluster.pools
        one = nodes.model_copy(update={"count": 2})
        cluster = scenario.cluster.model_copy(
            update={
                "pools": (master, one),
                "anti_affinity": False,
                "parallel_pulls": parallel,
            }
        )
        trace = run(changed(scenario, cluster=cluster))
        return next(p.time for p in trace.replicas if p.ready == 8)

    assert last_ready(parallel=False) != last_ready(parallel=True)


def test_an_answer_is_as_old_as_its_query_takes() -> None:
    scenario = presets.paper()
    adapter = scenario.adapter.model_copy(
        update={"query_seconds": assumed(20, "s", "a test")}
    )
    slow, fast = run(changed(scenario, adapter=adapter)), run(scenario)
    assert slow.metric_crossed_at is not None
    assert fast.metric_crossed_at is not None
    assert slow.metric_crossed_at >= fast.metric_crossed_at + 15


def test_a_steady_load_on_every_preset_ends_without_breach() -> None:
    load = Constant(shape="constant", unit="requests/s", level=60)
    for name in ("laptop", "cloud"):
        scenario = changed(presets.PRESETS[name](), load=load, duration_seconds=900.0)
        assert run(scenario).totals.breach_seconds < 60
