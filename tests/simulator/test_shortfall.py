"""Why a run fell short: in words, one case for each reason."""

from __future__ import annotations

import dataclasses
import re

import pytest

from simulator import presets
from simulator.run import simulate
from simulator.shortfall import shortfall
from simulator.trace import ReplicaPoint
from tests.simulator.scenarios import (
    by_pod,
    changed,
    with_connections,
    with_nodes,
    with_rules,
)


def test_a_run_that_reached_its_goal_has_nothing_to_explain() -> None:
    trace = simulate(presets.paper(), seed=1)
    assert shortfall(trace, 8) == ""
    assert shortfall(trace, 3) == ""


@pytest.mark.parametrize("seed", range(3))
def test_the_authors_thousand_clients_never_ask_for_eight(seed: int) -> None:
    scenario = with_connections(by_pod(presets.paper()), 1000.0)
    trace = simulate(scenario, seed=seed)
    assert max(trace.trail) in {5, 6}
    why = shortfall(trace, 8)
    assert f"asked for no more than {max(trace.trail)} replicas" in why
    assert "for a target of 200 (tolerance 10%)" in why
    assert re.search(r"was \d+(\.\d)? for a target", why)


def test_without_room_it_says_how_many_waited_for_a_node() -> None:
    trace = simulate(with_nodes(presets.paper(), 5), seed=1)
    assert trace.trail == (1, 4, 8)
    assert trace.replicas[-1].ready == 5
    assert shortfall(trace, 8) == (
        "8 replicas were asked for; at the end 3 waited for a node "
        "(there are 5 nodes with room for one replica each)"
    )


def test_a_single_node_is_told_in_the_singular() -> None:
    why = shortfall(simulate(with_nodes(presets.paper(), 1), seed=1), 8)
    assert why.endswith("(there is 1 node with room for one replica)")


def test_an_end_before_the_pulls_are_over_is_told() -> None:
    scenario = changed(presets.paper("big"), duration_seconds=200.0)
    trace = simulate(scenario, seed=1)
    assert "7 were still pulling the image" in shortfall(trace, 8)
    whole = presets.paper_image("big").pulled_bytes
    assert all(0 < pod.pulled_bytes < whole for pod in trace.pods[1:])


def test_a_metric_that_no_rule_serves_is_told_in_the_apis_words() -> None:
    trace = simulate(with_rules(presets.paper()), seed=1)
    assert trace.trail == (1,)
    assert trace.metric_crossed_at is None
    assert "could not read its metric: " in shortfall(trace, 8)
    assert "could not find the metric" in shortfall(trace, 8)


def test_another_workloads_manifest_scales_nothing() -> None:
    scenario = presets.paper()
    manifest = presets.authors_manifest()
    manifest["spec"]["scaleTargetRef"]["name"] = "frontend"
    autoscaler = scenario.autoscaler.model_copy(update={"manifest": manifest})
    trace = simulate(changed(scenario, autoscaler=autoscaler), seed=1)
    assert trace.trail == (1,)
    assert 'deployments "frontend" not found' in shortfall(trace, 8)


def test_a_bound_below_the_goal_is_the_reason() -> None:
    trace = simulate(presets.paper(), seed=1)
    assert shortfall(trace, 9) == "the autoscaler's maxReplicas is 8"


def test_limits_that_hold_until_the_end_are_named() -> None:
    slow = {"scaleUp": {"policies": [_one_pod_in(900)]}}
    trace = simulate(presets.paper(behavior=slow), seed=1)
    assert trace.trail == (1, 2)
    why = shortfall(trace, 8)
    assert "but limits kept it at 2 until the end (ScaleUpLimit)" in why


def test_a_stabilization_window_that_holds_is_named() -> None:
    cautious = {"scaleUp": {"stabilizationWindowSeconds": 3600}}
    trace = simulate(presets.paper(behavior=cautious), seed=1)
    assert trace.trail == (1,)
    assert "(ScaleUpStabilized)" in shortfall(trace, 8)


def test_a_run_that_ends_before_a_sync_is_told() -> None:
    scenario = changed(presets.paper(), duration_seconds=120.5)
    trace = simulate(scenario, seed=0)
    assert shortfall(trace, 8) == "no sync of the autoscaler followed the load"


def test_replicas_that_were_given_up_before_they_were_ready_are_told() -> None:
    trace = simulate(with_nodes(presets.paper(), 5), seed=1)
    last = trace.replicas[-1]
    down = ReplicaPoint(time=last.time + 1, desired=2, current=2, ready=2)
    shrunk = dataclasses.replace(trace, replicas=(*trace.replicas, down))
    assert shortfall(shrunk, 8) == (
        "8 replicas were asked for, and 2 at the end, before 8 were ready"
    )


def _one_pod_in(seconds: int) -> dict[str, object]:
    return {"type": "Pods", "value": 1, "periodSeconds": seconds}
