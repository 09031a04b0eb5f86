"""The values of the whole node that the original exporter gives beside a process.

They say nothing about the process: neighbours on the node move them as well. An
HPA on ``<prefix>_load1`` scales one service for another one's load.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from exporters.processes.rates import BusyMeter


NODE_VALUES = 11
"""How many values the node has."""


def read_node(meter: BusyMeter, now: float) -> dict[str, float]:
    """Read the node; *meter* remembers its CPU time, *now* is the monotonic clock.

    ``cpu_percent`` is missing until there is an earlier reading to compare with.
    """
    memory = psutil.virtual_memory()
    swap = psutil.swap_memory()
    one, five, fifteen = os.getloadavg()
    cpus = psutil.cpu_count() or 1
    values = {
        "memory_percent": 100.0 * (memory.total - memory.available) / memory.total,
        "memory_total": float(memory.total),
        "memory_free": float(memory.free),
        "swap_percent": 100.0 * swap.used / swap.total if swap.total else 0.0,
        "swap_total": float(swap.total),
        "swap_free": float(swap.free),
        "num_cpus": float(cpus),
        "load1": one,
        "load5": five,
        "load15": fifteen,
    }
    busy = meter.percent(_busy_seconds(), now)
    if busy is not None:
        values["cpu_percent"] = busy / cpus
    return values


def _busy_seconds() -> float:
    """Sum the time in which the node's CPUs did anything at all."""
    times = psutil.cpu_times()
    # A guest's time is counted as its host process' user time already.
    system = times.system + times.irq + times.softirq + times.steal
    return float(times.user + times.nice + system)
