"""The DAS collector: the JSON of das2go's ``/das/status``.

It takes the place of CMS' ``das2go_exporter``, which looks for keys that DAS does
not have (``openFDs`` for ``OpenFDs``) and exposes constant zeros for them. A key that
is not there is reported by its name and its family is absent. What the page says of
open files, peers' addresses and queries never leaves this module: they are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporters.documents import find, number, read_object
from exporters.errors import Reason, SourceError
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from exporters.rows import Read, Row, at, each, read_rows
from exporters.rows import descriptors as row_descriptors

if TYPE_CHECKING:
    from exporters.families import Reading, Value
    from octoscale.core.descriptor import MetricDescriptor

_LISTED = 100_000


def _count(key: str, status: str = "") -> Read:
    """Count the entries of a list, or those in one TCP state."""

    def read(document: Any) -> Value | None:
        entries = find(document, (key,))
        if entries is None:
            return None
        if not isinstance(entries, list) or len(entries) > _LISTED:
            raise ValueError("not a list that can be counted")
        return float(
            sum(not status or find(entry, ("status",)) == status for entry in entries)
        )

    return read


def _cores(document: Any) -> Value | None:
    entries = find(document, ("CPU",))
    if entries is None:
        return None
    return {(f"core-{index}",): number(entry) for index, entry in enumerate(entries)}


def _mean(document: Any) -> Value | None:
    cores = _cores(document)
    if not isinstance(cores, dict) or not cores:
        return None
    return float(sum(cores.values()) / len(cores))


def _counter(name: str, text: str, key: str, unit: str = "") -> Row:
    return Row(
        name=f"{name}_total",
        help=text,
        read=at(key),
        kind="counter",
        unit=unit,
        expects=key,
    )


def _gauge(name: str, text: str, key: str, *path: str) -> Row:
    return Row(name=name, help=text, read=at(key, *path), expects=key)


def _node(name: str, text: str, *path: str) -> Row:
    return Row(
        name=name,
        help=f"Of the whole node: {text}",
        read=at(*path),
        aggregation="avg",
        expects=".".join(path),
    )


ROWS: tuple[Row, ...] = (
    _counter("get_calls", "Calls of GET to other services.", "getCalls"),
    _counter("post_calls", "Calls of POST to other services.", "postCalls"),
    _counter("get_requests", "GET requests answered.", "getRequests"),
    _counter("post_requests", "POST requests answered.", "postRequests"),
    Row(
        name="uptime_seconds",
        help="Time since DAS started.",
        read=at("Uptime"),
        unit="seconds",
        aggregation="min",
        expects="Uptime",
    ),
    _counter("cpu_seconds", "CPU time of DAS.", "CPUTotal", "seconds"),
    _gauge("open_fds", "Open file descriptors of DAS.", "OpenFDs"),
    _gauge("max_fds", "File descriptors that DAS may open.", "MaxFDs"),
    _gauge("virtual_memory_bytes", "Virtual memory of DAS.", "VSize"),
    _gauge("virtual_memory_max_bytes", "Virtual memory DAS may have.", "MaxVSize"),
    _gauge("resident_memory_bytes", "Resident memory of DAS.", "RSS"),
    _gauge("num_threads", "Threads of DAS; das2go does not say it.", "NThreads"),
    _gauge("num_go_routines", "Goroutines of DAS.", "NGo"),
    _gauge("queries", "Queries that DAS works on.", "NQueries"),
    Row(
        name="open_files",
        help="Open files of DAS.",
        read=_count("OpenFiles"),
        expects="OpenFiles",
    ),
    Row(
        name="total_connections",
        help="Sockets of DAS.",
        read=_count("Connections"),
        expects="Connections",
    ),
    Row(
        name="listen_connections",
        help="Sockets on which DAS listens.",
        read=_count("Connections", "LISTEN"),
    ),
    Row(
        name="established_connections",
        help="Connections of DAS in ESTABLISHED.",
        read=_count("Connections", "ESTABLISHED"),
    ),
    Row(
        name="memstats_bytes",
        help="Memory of the Go runtime.",
        read=each(
            {
                "sys": ("MemStats", "Sys"),
                "alloc": ("MemStats", "Alloc"),
                "heap_sys": ("MemStats", "HeapSys"),
                "heap_inuse": ("MemStats", "HeapInuse"),
                "stack_sys": ("MemStats", "StackSys"),
                "stack_inuse": ("MemStats", "StackInuse"),
                "gc_sys": ("MemStats", "GCSys"),
            }
        ),
        unit="bytes",
        labels=("kind",),
        expects="MemStats",
    ),
    Row(
        name="allocated_bytes_total",
        help="Bytes that the Go runtime ever allocated.",
        read=at("MemStats", "TotalAlloc"),
        kind="counter",
        unit="bytes",
    ),
    _node("memory_bytes", "memory.", "Memory", "Virtual", "total"),
    _node("memory_free_bytes", "free memory.", "Memory", "Virtual", "free"),
    _node("memory_used_bytes", "used memory.", "Memory", "Virtual", "used"),
    _node("memory_percent", "used, in percent.", "Memory", "Virtual", "usedPercent"),
    _node("swap_percent", "used swap, in percent.", "Memory", "Swap", "usedPercent"),
    Row(
        name="cores_percent",
        help="Of the whole node: CPU time of each core in percent.",
        read=_cores,
        labels=("cores",),
        aggregation="avg",
        expects="CPU",
    ),
    Row(
        name="cpu_percent",
        help="Of the whole node: mean CPU time of the cores in percent.",
        read=_mean,
        aggregation="avg",
    ),
    _node("load1", "load average over 1 minute.", "Load", "load1"),
    _node("load5", "load average over 5 minutes.", "Load", "load5"),
    _node("load15", "load average over 15 minutes.", "Load", "load15"),
)


class DasCollector(PageCollector):
    """Exposes one DAS server.

    DAS answers with HTML to those who do not ask for JSON; this one asks.

    >>> str(DasCollector())
    'the status of DAS at http://127.0.0.1:8217/das/status'
    """

    def __init__(
        self,
        uri: str = "http://127.0.0.1:8217/das/status",
        *,
        prefix: str = "das2go",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them."""
        self._prefix = prefix
        super().__init__(
            uri,
            descriptors(prefix),
            prefix=prefix,
            own_prefix=f"{prefix}_exporter",
            timeout_seconds=timeout_seconds,
            headers={"Accept": "application/json"},
            credentials=credentials,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the status of DAS at {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Fetch the page and read it."""
        document = read_object(self.body(now))
        if not document.keys() & {"Uptime", "getRequests", "NGo"}:
            raise SourceError(Reason.CONTENT, "not the status of DAS")
        return read_rows(ROWS, document, self._prefix)


def descriptors(prefix: str = "das2go") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a service.

    >>> descriptors()[0].series_name
    'das2go_get_calls_total'
    """
    return row_descriptors(ROWS, prefix)
