"""The WMCore collector: the JSON of ``proc_status``, what psutil says of a service.

It takes the place of CMS' ``wmcore_exporter`` and ``reqmgr_exporter``, which stop
with a panic when a scrape fails. ReqMgr2 and its kin serve
``{"result": [{"server": {...}}]}``; the bare dictionary is read, too. Times are in
seconds and counters are counters, where the originals have gauges of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporters.documents import find, read_object
from exporters.errors import Reason, SourceError
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from exporters.rows import Row, at, each, read_rows
from exporters.rows import descriptors as row_descriptors

if TYPE_CHECKING:
    from exporters.families import Reading
    from octoscale.core.descriptor import MetricDescriptor

ROWS: tuple[Row, ...] = (
    Row(
        name="cpu_seconds_total",
        help="CPU time of the service, and of its children that have ended.",
        read=each(
            {
                "user": ("cpu_times", "user"),
                "system": ("cpu_times", "system"),
                "children_user": ("cpu_times", "children_user"),
                "children_system": ("cpu_times", "children_system"),
            }
        ),
        kind="counter",
        unit="seconds",
        labels=("mode",),
        expects="cpu_times",
    ),
    Row(
        name="memory_bytes",
        help="Memory of the service.",
        read=each(
            {
                kind: ("memory_full_info", kind)
                for kind in ("rss", "vms", "uss", "pss", "swap", "shared")
            }
        ),
        unit="bytes",
        labels=("kind",),
        expects="memory_full_info",
    ),
    Row(
        name="memory_percent",
        help="Resident memory in percent of the node's memory.",
        read=at("memory_percent"),
        aggregation="avg",
        expects="memory_percent",
    ),
    Row(
        name="cpu_percent",
        help="CPU time since somebody last asked the page, in percent of one CPU; "
        "two who ask share it between them.",
        read=at("cpu_percent"),
        aggregation="avg",
    ),
    Row(
        name="uptime_seconds",
        help="Time since the service started.",
        read=at("uptime"),
        unit="seconds",
        aggregation="min",
        expects="uptime",
    ),
    Row(name="num_threads", help="Threads of the service.", read=at("num_threads")),
    Row(name="open_files", help="Open files of the service.", read=at("open_files")),
)


def server_of(document: Any) -> Any:
    """Give the dictionary about the server, wrapped or bare.

    >>> server_of({"result": [{"server": {"uptime": 3}}]})
    {'uptime': 3}
    """
    wrapped = find(document, ("result", 0, "server"))
    return document if wrapped is None else wrapped


class WmcoreCollector(PageCollector):
    """Exposes one WMCore service.

    >>> str(WmcoreCollector())
    'the process status at http://127.0.0.1:8246/reqmgr2/data/proc_status'
    """

    def __init__(
        self,
        uri: str = "http://127.0.0.1:8246/reqmgr2/data/proc_status",
        *,
        prefix: str = "wmcore",
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
        return f"the process status at {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Fetch the page and read it."""
        server = server_of(read_object(self.body(now)))
        if not isinstance(server, dict) or not server.keys() & {"cpu_times", "uptime"}:
            raise SourceError(Reason.CONTENT, "not a process status of WMCore")
        return read_rows(ROWS, server, self._prefix)


def descriptors(prefix: str = "wmcore") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a service.

    >>> descriptors()[0].series_name
    'wmcore_cpu_seconds_total'
    """
    return row_descriptors(ROWS, prefix)
