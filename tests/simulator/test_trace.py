"""Traces: plain JSON, in a fixed order, that says what it is."""

from __future__ import annotations

import json

from simulator import presets
from simulator.run import simulate
from simulator.trace import ReplicaPoint


def test_the_trace_is_plain_json_that_names_its_model_and_its_sources() -> None:
    trace = simulate(presets.paper(), seed=1)
    read = json.loads(trace.to_json())
    assert read["load_model"] == "fluid"
    assert read["load_unit"] == "connections"
    assert read["pods"][1]["milestones"]["ready"] > 120
    parameter = read["parameters"]["cluster.registry_bytes_per_second"]
    assert parameter["source"] == "assumption"
    assert parameter["unit"] == "bytes/s"
    assert trace.to_json().count("\n") == 1


def test_the_trail_names_each_change_once() -> None:
    trace = simulate(presets.paper(), seed=1)
    assert trace.trail == (1, 4, 8)
    assert len(trace.replicas) > 3
    times = [point.time for point in trace.replicas]
    assert times == sorted(set(times))
    assert trace.replicas[0] == ReplicaPoint(0.0, 1, 1, 1)
