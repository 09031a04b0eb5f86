"""The cgroup collector: CPU, throttling and memory of the container it runs in.

It reads the kernel's files of cgroup v2 or v1 below ``/sys/fs/cgroup``, which in a
container are the container's own. A limit that is not set is absent. Beside
another container it sees that one only where the pod shares its process namespace
and the files are mounted: a sidecar's own figures are those of the sidecar.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporters.cgroup_files import (
    UNLIMITED_BYTES,
    read_number,
    read_quota,
    read_table,
    read_v1_quota,
)
from exporters.errors import Reason, SourceError
from exporters.rows import Row, at, read_rows
from exporters.rows import descriptors as row_descriptors
from exporters.source_collector import SourceCollector

if TYPE_CHECKING:
    from exporters.families import Reading
    from octoscale.core.descriptor import MetricDescriptor

DEFAULT_FOLDER = Path("/sys/fs/cgroup")


def _row(name: str, text: str, unit: str = "") -> Row:
    return Row(
        name=name,
        help=text,
        read=at(name),
        kind="counter" if name.endswith("_total") else "gauge",
        unit=unit,
    )


ROWS: tuple[Row, ...] = (
    _row("cpu_seconds_total", "CPU time of the container.", "seconds"),
    _row("cpu_limit_cores", "CPUs that it may use at once; absent without limit."),
    _row("cpu_periods_total", "Periods in which it wanted CPU under a limit."),
    _row("cpu_throttled_periods_total", "Periods in which it was held back."),
    _row("cpu_throttled_seconds_total", "Time for which it was held back.", "seconds"),
    _row("memory_usage_bytes", "Memory of the container, caches too.", "bytes"),
    _row(
        "memory_working_set_bytes",
        "Memory that cannot be given back at once, as the kubelet computes it.",
        "bytes",
    ),
    _row("memory_limit_bytes", "Memory it may have; absent without limit.", "bytes"),
    Row(
        name="memory_used_ratio",
        help="Working set by limit; absent without limit.",
        read=at("memory_used_ratio"),
        unit="ratio",
        aggregation="max",
    ),
    _row("oom_kills_total", "Processes that the kernel killed for want of memory."),
)


class CgroupCollector(SourceCollector):
    """Exposes the container that this process runs in.

    >>> str(CgroupCollector())
    'the control group in /sys/fs/cgroup'
    """

    def __init__(
        self, folder: str | Path = DEFAULT_FOLDER, *, prefix: str = "container"
    ) -> None:
        """Name the *folder* of the control group's files."""
        self._folder = Path(folder)
        self._prefix = prefix
        super().__init__(
            descriptors(prefix),
            prefix=prefix,
            own_prefix=f"{prefix}_exporter",
            reasons=(Reason.NOT_FOUND, Reason.CONTENT),
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the control group in {self._folder}"

    def read(self, now: float) -> Reading:
        """Read the files; *now* is not needed."""
        del now
        try:
            found = read_v2(self._folder) or read_v1(self._folder)
        except (ValueError, ZeroDivisionError, OSError) as error:
            raise SourceError(Reason.CONTENT, f"not a cgroup file: {error}") from error
        if not found:
            raise SourceError(Reason.NOT_FOUND, f"no control group in {self._folder}")
        usage = found["memory_working_set_bytes"]
        limit = found["memory_limit_bytes"]
        if usage is not None and limit:
            found["memory_used_ratio"] = usage / limit
        return read_rows(ROWS, found, self._prefix)


def read_v2(folder: Path) -> dict[str, Any]:
    """Read a cgroup v2 folder; empty when it is none."""
    cpu = read_table(folder / "cpu.stat")
    usage = read_number(folder / "memory.current")
    if "usage_usec" not in cpu and usage is None:
        return {}
    memory = read_table(folder / "memory.stat")
    return {
        "cpu_seconds_total": _scaled(cpu.get("usage_usec"), 1e-6),
        "cpu_limit_cores": read_quota(folder / "cpu.max"),
        "cpu_periods_total": cpu.get("nr_periods"),
        "cpu_throttled_periods_total": cpu.get("nr_throttled"),
        "cpu_throttled_seconds_total": _scaled(cpu.get("throttled_usec"), 1e-6),
        "memory_usage_bytes": usage,
        "memory_working_set_bytes": _working_set(usage, memory.get("inactive_file")),
        "memory_limit_bytes": read_number(folder / "memory.max"),
        "oom_kills_total": read_table(folder / "memory.events").get("oom_kill"),
    }


def read_v1(folder: Path) -> dict[str, Any]:
    """Read the controllers of a cgroup v1 hierarchy; empty when there are none."""
    cpu = read_table(folder / "cpu" / "cpu.stat")
    memory_folder = folder / "memory"
    used = read_number(folder / "cpuacct" / "cpuacct.usage")
    usage = read_number(memory_folder / "memory.usage_in_bytes")
    if used is None and usage is None:
        return {}
    memory = read_table(memory_folder / "memory.stat")
    limit = read_number(memory_folder / "memory.limit_in_bytes")
    inactive = memory.get("total_inactive_file")
    oom = read_table(memory_folder / "memory.oom_control")
    return {
        "cpu_seconds_total": _scaled(used, 1e-9),
        "cpu_limit_cores": read_v1_quota(folder / "cpu"),
        "cpu_periods_total": cpu.get("nr_periods"),
        "cpu_throttled_periods_total": cpu.get("nr_throttled"),
        "cpu_throttled_seconds_total": _scaled(cpu.get("throttled_time"), 1e-9),
        "memory_usage_bytes": usage,
        "memory_working_set_bytes": _working_set(usage, inactive),
        "memory_limit_bytes": limit if limit and limit < UNLIMITED_BYTES else None,
        "oom_kills_total": oom.get("oom_kill"),
    }


def descriptors(prefix: str = "container") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a container.

    >>> descriptors()[0].series_name
    'container_cpu_seconds_total'
    """
    return row_descriptors(ROWS, prefix)


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _working_set(usage: float | None, inactive: float | None) -> float | None:
    return None if usage is None else max(usage - (inactive or 0.0), 0.0)
