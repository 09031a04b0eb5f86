"""The process-groups collector: all processes of this machine, summed by group.

It takes the place of ncabatoff's process-exporter with the same names. A group is
a name and a pattern that is searched in command lines; a process belongs to the
first group that it matches. Counters do not go backwards when a process ends: what
it had used stays in its group. Command lines and users are never exposed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporters.errors import Reason, SourceError
from exporters.families import Reading
from exporters.processes.grouping import GroupReader
from exporters.rows import Row, at
from exporters.rows import descriptors as row_descriptors
from exporters.source_collector import SourceCollector
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from octoscale.core.descriptor import MetricDescriptor

MAXIMUM_GROUPS = 100

_GROUP = ("groupname",)


def _row(name: str, text: str, *labels: str, unit: str = "") -> Row:
    return Row(
        name=name,
        help=text,
        read=at(name),
        kind="counter" if name.endswith("_total") else "gauge",
        unit=unit,
        labels=(*_GROUP, *labels),
    )


ROWS: tuple[Row, ...] = (
    _row("num_procs", "Processes of the group."),
    _row("num_threads", "Threads of the group."),
    _row("cpu_seconds_total", "CPU time of the group.", "mode", unit="seconds"),
    _row("memory_bytes", "Memory of the group.", "memtype", unit="bytes"),
    _row("open_filedesc", "Open file descriptors of the group."),
    _row(
        "worst_fd_ratio",
        "Open descriptors by their limit, of the process that is nearest to it.",
        unit="ratio",
    ),
    _row("read_bytes_total", "Bytes read from storage.", unit="bytes"),
    _row("write_bytes_total", "Bytes written to storage.", unit="bytes"),
    _row("context_switches_total", "Context switches.", "ctxswitchtype"),
    _row("minor_page_faults_total", "Page faults without a read."),
    _row("major_page_faults_total", "Page faults with a read from storage."),
    _row("states", "Threads' leaders by state.", "state"),
    _row(
        "oldest_start_time_seconds",
        "When the group's oldest process started, since the epoch.",
        unit="seconds",
    ),
)


class GroupsCollector(SourceCollector):
    """Exposes groups of processes by the patterns of their command lines.

    >>> str(GroupsCollector({"web": "nginx", "rest": "."}))
    'the process groups web, rest'
    """

    def __init__(
        self,
        groups: Mapping[str, str],
        *,
        prefix: str = "namedprocess_namegroup",
        folder: str = "/proc",
    ) -> None:
        """Check the patterns; ``UsageError`` says what is wrong with them."""
        if not 0 < len(groups) <= MAXIMUM_GROUPS:
            raise UsageError(f"name 1 to {MAXIMUM_GROUPS} groups, not {len(groups)}")
        self._names = ", ".join(groups)
        self._prefix = prefix
        self._reader = GroupReader(
            {name: _compiled(pattern) for name, pattern in groups.items()}, folder
        )
        super().__init__(
            descriptors(prefix),
            prefix=prefix,
            own_prefix=f"{prefix}_exporter",
            reasons=(Reason.NOT_FOUND,),
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the process groups {self._names}"

    def read(self, now: float) -> Reading:
        """Read all processes; *now* is not needed."""
        del now
        try:
            found, unreadable = self._reader.read()
        except OSError as error:
            raise SourceError(Reason.NOT_FOUND, f"no /proc: {error}") from error
        values = {f"{self._prefix}_{name}": value for name, value in found.items()}
        return Reading(values=values, unreadable=unreadable)


def descriptors(
    prefix: str = "namedprocess_namegroup",
) -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of its groups.

    >>> descriptors()[0].series_name
    'namedprocess_namegroup_num_procs'
    """
    return row_descriptors(ROWS, prefix)


def _compiled(pattern: str) -> re.Pattern[str]:
    if not pattern:
        raise UsageError("an empty pattern matches every process; write '.' for that")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise UsageError(f"not a regular expression: {pattern!r} ({error})") from error
