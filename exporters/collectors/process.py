"""The process collector: one process beside the exporter, and its node.

It takes the place of CMS' ``process_exporter`` (dmwm/cmsweb-exporters) and of the
script that restarts it: the same names under the same prefix, but with their
right types; it follows the service across restarts; and when the process is gone
its values are absent and ``<prefix>_up`` is 0, where the original goes on with
zeros, which an HPA takes for idleness and scales down. The node's values stay:
they are true without the process.

Which process is watched, and which of several, is ``exporters.processes``'
business. Command lines, users and addresses are never exposed. A counter starts
anew with a new process, as a counter may: ``rate()`` knows.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from exporters.base_units import with_prefix
from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.naming import checked_prefix
from exporters.processes.finding import (
    Finder,
    PatternFinder,
    PidFileFinder,
    PidFinder,
)
from exporters.processes.node import NODE_VALUES, read_node
from exporters.processes.rates import BusyMeter
from exporters.processes.reading import read_process
from exporters.processes.series import BASE_UNITS, ROWS
from exporters.source_collector import SourceCollector
from octoscale.core.descriptor import MetricDescriptor
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import psutil


class ProcessCollector(SourceCollector):
    """Exposes one process, found anew on every scrape.

    Exactly one of *pid*, *pid_file* and *pattern* says which. A *pid* is one
    process and no successor; a *pid_file* is read each time; a *pattern* is a
    regular expression searched in the command lines of all processes, never
    matching the exporter itself. Nothing has to run yet: until it does, ``up``
    is 0.

    >>> import os
    >>> from prometheus_client import CollectorRegistry
    >>> registry = CollectorRegistry()
    >>> registry.register(ProcessCollector(prefix="web", pid=os.getpid()))
    >>> registry.get_sample_value("web_up")
    1.0
    """

    def __init__(
        self,
        *,
        prefix: str,
        pid: int | None = None,
        pid_file: str | os.PathLike[str] | None = None,
        pattern: str | None = None,
        base_units: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them.

        With *base_units* the series that the original has in percent, or calls a
        total where it means a size, are ratios and bytes, under new names.
        """
        self._finder = _finder(pid, pid_file, pattern)
        self._prefix = prefix
        self._node_meter = BusyMeter()
        self._meter = BusyMeter()
        self._metered: psutil.Process | None = None
        super().__init__(
            descriptors(prefix),
            prefix=prefix,
            own_prefix=prefix,
            reasons=(Reason.NOT_FOUND, Reason.GONE, Reason.PID_FILE),
            units=with_prefix(BASE_UNITS, prefix) if base_units else None,
            clock=clock,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return str(self._finder)

    def read(self, now: float) -> Reading:
        """Read the process and the node; the node stays when the process is gone."""
        node, unreadable = self._read_node(now)
        try:
            process = self._finder.find()
            reading = read_process(process, self._meter_of(process), now)
        except SourceError as error:
            return Reading(values=node, unreadable=unreadable, failure=error)
        values = {f"{self._prefix}_{name}": v for name, v in reading.values.items()}
        return Reading(
            values={**node, **values}, unreadable=unreadable + reading.unreadable
        )

    def _read_node(self, now: float) -> tuple[dict[str, float], int]:
        try:
            values = read_node(self._node_meter, now)
        except OSError:
            return {}, NODE_VALUES
        return {f"{self._prefix}_{name}": value for name, value in values.items()}, 0

    def _meter_of(self, process: psutil.Process) -> BusyMeter:
        """Give the meter of *process*: another process starts with a new one."""
        if process != self._metered:
            self._metered, self._meter = process, BusyMeter()
        return self._meter


def descriptors(prefix: str) -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes under *prefix*.

    >>> descriptors("myapphttp")[0].series_name
    'myapphttp_process_open_fds'
    """
    checked_prefix(prefix)
    return tuple(
        MetricDescriptor(
            series_name=f"{prefix}_{row.name}",
            kind=row.kind,
            help=row.help,
            api_name=f"{prefix}_{row.api_name}",
            unit=row.unit,
            aggregation=row.aggregation,
        )
        for row in ROWS
    )


def _finder(
    pid: int | None, pid_file: str | os.PathLike[str] | None, pattern: str | None
) -> Finder:
    """Make the finder of the one argument that is given."""
    if [pid, pid_file, pattern].count(None) != 2:
        raise UsageError(
            "a process is named by exactly one of its number, its pid file or a pattern"
        )
    if pid is not None:
        if pid <= 0:
            raise UsageError(f"not a process number: {pid}")
        return PidFinder(pid)
    if pid_file is not None:
        from pathlib import Path  # noqa: PLC0415 - 3 ms for those who name no file

        return PidFileFinder(Path(pid_file))
    return PatternFinder(_compiled(pattern or ""))


def _compiled(pattern: str) -> re.Pattern[str]:
    if not pattern:
        raise UsageError("an empty pattern matches every process")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise UsageError(f"not a regular expression: {pattern!r} ({error})") from error
