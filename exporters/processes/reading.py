"""The values of one running process.

A value that this user may not read is left out and counted; a process that ends
while it is read gives nothing at all. Names are those of the original exporter,
without its prefix.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import psutil

from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.processes.finding import running
from exporters.processes.sockets import connections

if TYPE_CHECKING:
    from exporters.processes.rates import BusyMeter

UNLIMITED = float(2**64 - 1)
"""What Prometheus' own clients expose for a limit that is none."""

_TICK_SECONDS = 0.01
"""The kernel's own step in CPU and start times."""

Group = tuple[int, Callable[[psutil.Process], dict[str, float]]]
"""How many values a group has, and how to read them, all or none."""


def _files(process: psutil.Process) -> dict[str, float]:
    """Count file descriptors of every kind; the original gives them two names."""
    count = float(process.num_fds())
    return {"process_open_fds": count, "open_files": count}


def _limits(process: psutil.Process) -> dict[str, float]:
    files, _ = process.rlimit(psutil.RLIMIT_NOFILE)
    memory, _ = process.rlimit(psutil.RLIMIT_AS)
    return {
        "process_max_fds": _limit(files),
        "process_virtual_memory_max_bytes": _limit(memory),
    }


def _limit(value: int) -> float:
    return UNLIMITED if value == psutil.RLIM_INFINITY else float(value)


def _time(process: psutil.Process) -> dict[str, float]:
    spent = process.cpu_times()
    seconds = spent.user + spent.system
    started = process.create_time()
    return {
        "process_cpu_seconds_total": seconds,
        "process_start_time_seconds": started,
        "proc_cpu": 100.0 * seconds / max(time.time() - started, _TICK_SECONDS),
        "num_threads": float(process.num_threads()),
    }


def _memory(process: psutil.Process) -> dict[str, float]:
    memory = process.memory_info()
    return {
        "process_virtual_memory_bytes": float(memory.vms),
        "process_resident_memory_bytes": float(memory.rss),
        "proc_mem": 100.0 * memory.rss / psutil.virtual_memory().total,
    }


GROUPS: tuple[Group, ...] = (
    (2, _files),
    (5, connections),
    (2, _limits),
    (4, _time),
    (3, _memory),
)
"""All groups. Memory stands last: see ``read_process``."""


def read_process(
    process: psutil.Process,
    meter: BusyMeter,
    now: float,
    *,
    groups: tuple[Group, ...] = GROUPS,
) -> Reading:
    """Read *process*, or raise ``SourceError`` when it ended meanwhile.

    *meter* remembers the CPU time of this process; *now* is the monotonic clock;
    *groups* are what is read, in this order.
    """
    values: dict[str, float] = {}
    denied = 0
    try:
        with process.oneshot():
            for count, read in groups:
                try:
                    values.update(read(process))
                except (psutil.AccessDenied, PermissionError):
                    denied += count
    except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError) as error:
        raise _gone(process) from error
    # A process gives up its memory before its files: memory is read last, and
    # when it is there everything read before it was, too.
    if not values.get("process_virtual_memory_bytes", 1.0) or not running(process):
        raise _gone(process)
    if "process_cpu_seconds_total" in values:
        busy = meter.percent(values["process_cpu_seconds_total"], now)
        values |= {} if busy is None else {"top_cpu": busy}
    return Reading(values=values, unreadable=denied)


def _gone(process: psutil.Process) -> SourceError:
    return SourceError(Reason.GONE, f"process {process.pid} ended while it was read")
