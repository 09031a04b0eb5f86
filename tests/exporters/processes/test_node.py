"""The node's values, as psutil and the kernel give them."""

from __future__ import annotations

import os

import psutil

from exporters.processes.node import NODE_VALUES, read_node
from exporters.processes.rates import BusyMeter


def test_the_nodes_values_are_within_their_bounds() -> None:
    values = read_node(BusyMeter(), now=0.0)
    assert values["num_cpus"] == os.cpu_count()
    assert values["memory_total"] == psutil.virtual_memory().total
    assert 0 < values["memory_free"] <= values["memory_total"]
    assert 0 < values["memory_percent"] <= 100
    assert 0 <= values["swap_percent"] <= 100
    assert "cpu_percent" not in values


def test_busy_time_is_a_share_of_all_cpus() -> None:
    meter = BusyMeter()
    read_node(meter, now=0.0)
    values = read_node(meter, now=10_000.0)
    assert 0 <= values["cpu_percent"] <= 1
    assert len(values) == NODE_VALUES
