"""What is exposed of a process and its node: names, types and meanings.

The names are the original exporter's, without its prefix, so that rules and
dashboards go on; how the values are read is ``reading`` and ``node``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from exporters.base_units import PERCENT, BaseUnit

if TYPE_CHECKING:
    from octoscale.core.descriptor import Aggregation, Kind

_NODE = "Of the whole node, not of the process: "


class SeriesRow(NamedTuple):
    """One series, without prefix."""

    name: str
    help: str
    unit: str = ""
    kind: Kind = "gauge"
    aggregation: Aggregation = "sum"
    """How the pods' values become one: what is a share or the node's is averaged."""

    @property
    def api_name(self) -> str:
        """The name in the metrics API: a counter is served as a rate."""
        if self.kind == "counter":
            return self.name.removesuffix("_total") + "_per_second"
        return self.name


_PROCESS_ROWS = (
    SeriesRow(
        "process_open_fds",
        "Open file descriptors of the process; each connection that it holds is one.",
    ),
    SeriesRow("process_max_fds", "File descriptors that the process may open."),
    SeriesRow(
        "open_files",
        "Open file descriptors of the process, sockets among them: the same number "
        "as process_open_fds, by another name of old.",
    ),
    SeriesRow(
        "process_cpu_seconds_total",
        "User and system CPU time of the process; starts anew with a new process.",
        unit="seconds",
        kind="counter",
    ),
    SeriesRow(
        "process_start_time_seconds",
        "When the process started, in seconds since the epoch.",
        unit="seconds",
        aggregation="max",
    ),
    SeriesRow(
        "process_virtual_memory_bytes", "Virtual memory of the process.", unit="bytes"
    ),
    SeriesRow(
        "process_virtual_memory_max_bytes",
        "Virtual memory that the process may have; 2^64-1 where there is no limit.",
        unit="bytes",
    ),
    SeriesRow(
        "process_resident_memory_bytes", "Resident memory of the process.", unit="bytes"
    ),
    SeriesRow("num_threads", "Threads of the process."),
    SeriesRow(
        "proc_cpu",
        "CPU time of the process over its whole life, in percent of one CPU.",
        aggregation="avg",
    ),
    SeriesRow(
        "top_cpu",
        "CPU time of the process since the previous reading, in percent of one CPU.",
        aggregation="avg",
    ),
    SeriesRow(
        "proc_mem",
        "Resident memory of the process in percent of the node's memory.",
        aggregation="avg",
    ),
    SeriesRow("total_connections", "TCP and UDP sockets of the process."),
    SeriesRow("listen_connections", "TCP sockets on which the process listens."),
    SeriesRow(
        "established_connections", "TCP connections of the process in ESTABLISHED."
    ),
    SeriesRow(
        "close_wait_connections", "TCP connections of the process in CLOSE_WAIT."
    ),
    SeriesRow(
        "time_wait_connections",
        "TCP connections in TIME_WAIT on the ports on which the process listens; "
        "they belong to no process any more.",
    ),
)

_NODE_ROWS = tuple(
    SeriesRow(name, _NODE + text, unit=unit, aggregation="avg")
    for name, text, unit in (
        ("memory_percent", "memory that is not available, in percent.", ""),
        ("memory_total", "memory in bytes.", "bytes"),
        ("memory_free", "memory that nothing uses, in bytes.", "bytes"),
        ("swap_percent", "swap space in use, in percent.", ""),
        ("swap_total", "swap space in bytes.", "bytes"),
        ("swap_free", "swap space that nothing uses, in bytes.", "bytes"),
        ("cpu_percent", "CPU time since the previous reading, in percent.", ""),
        ("num_cpus", "logical CPUs.", ""),
        ("load1", "load average over 1 minute.", ""),
        ("load5", "load average over 5 minutes.", ""),
        ("load15", "load average over 15 minutes.", ""),
    )
)

ROWS = _PROCESS_ROWS + _NODE_ROWS
"""Everything that the process collector may expose, the process' own first."""

BASE_UNITS = {
    "memory_total": BaseUnit("memory_size_bytes", 1.0, "bytes"),
    "memory_free": BaseUnit("memory_free_bytes", 1.0, "bytes"),
    "memory_percent": BaseUnit("memory_used_ratio", PERCENT, "ratio"),
    "swap_total": BaseUnit("swap_size_bytes", 1.0, "bytes"),
    "swap_free": BaseUnit("swap_free_bytes", 1.0, "bytes"),
    "swap_percent": BaseUnit("swap_used_ratio", PERCENT, "ratio"),
    "cpu_percent": BaseUnit("cpu_busy_ratio", PERCENT, "ratio"),
    "proc_cpu": BaseUnit("proc_cpu_ratio", PERCENT, "ratio"),
    "proc_mem": BaseUnit("proc_mem_ratio", PERCENT, "ratio"),
    "top_cpu": BaseUnit("top_cpu_ratio", PERCENT, "ratio"),
}
"""What the inherited names become where base units are asked for."""
