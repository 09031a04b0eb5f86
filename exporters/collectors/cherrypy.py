"""The CherryPy collector: the JSON page of ``cherrypy.lib.cpstats``.

Requests are counted from the application's ``Total Requests``: the server's own
``Requests`` counts a connection's requests again with every further one (cheroot;
100 requests over 4 connections read as 1,406), and so do its bytes and work times
with keep-alive, which is why none of these is exposed. Values of -1 stand for
statistics that are switched off, and are absent. Clients' addresses and request
lines, which the page holds, are never exposed, nor is a series for each thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exporters.documents import find, number, read_object
from exporters.errors import Reason, SourceError
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from exporters.rows import Read, Row, read_rows
from exporters.rows import descriptors as row_descriptors

if TYPE_CHECKING:
    from exporters.families import Reading, Value
    from octoscale.core.descriptor import MetricDescriptor

_APPLICATIONS = "CherryPy Applications"


def _servers(document: Any) -> list[Mapping[str, Any]]:
    """Give the sections of HTTP servers, whose names hold their address."""
    return [
        section
        for section in document.values()
        if isinstance(section, Mapping) and "Threads Idle" in section
    ]


def _server(key: str) -> Read:
    """Sum one number over the servers; -1 says that statistics are off."""

    def read(document: Any) -> Value | None:
        found = [number(s[key]) for s in _servers(document) if key in s]
        return sum(found) if found and min(found) >= 0 else None

    return read


def _application(key: str) -> Read:
    def read(document: Any) -> Value | None:
        section = find(document, (_APPLICATIONS,))
        value = find(section, (key,))
        if value is None or find(section, ("Enabled",)) is False:
            return None
        return None if number(value) < 0 else number(value)

    return read


def _busy(document: Any) -> Value | None:
    """Subtract the idle threads; the one that answers us is busy, too."""
    servers = _servers(document)
    threads = sum(number(s["Threads"]) for s in servers)
    idle = sum(number(s["Threads Idle"]) for s in servers)
    return max(threads - idle, 0.0) if servers else None


ROWS: tuple[Row, ...] = (
    Row(
        name="requests_total",
        help="Requests that the applications answered, ours for this page too.",
        read=_application("Total Requests"),
        kind="counter",
        expects="Total Requests",
    ),
    Row(
        name="request_seconds_total",
        help="Time spent on all requests.",
        read=_application("Total Time"),
        kind="counter",
        unit="seconds",
        expects="Total Time",
    ),
    Row(
        name="request_bytes_total",
        help="Bytes of requests' bodies read.",
        read=_application("Total Bytes Read"),
        kind="counter",
        unit="bytes",
    ),
    Row(
        name="response_bytes_total",
        help="Bytes of answers' bodies written.",
        read=_application("Total Bytes Written"),
        kind="counter",
        unit="bytes",
    ),
    Row(
        name="requests_in_flight",
        help="Requests that are worked on, ours for this page too.",
        read=_application("Current Requests"),
        expects="Current Requests",
    ),
    Row(
        name="uptime_seconds",
        help="Time since the statistics started.",
        read=_application("Uptime"),
        unit="seconds",
        aggregation="min",
    ),
    Row(
        name="queue",
        help="Connections that wait for a thread.",
        read=_server("Queue"),
        expects="Queue",
    ),
    Row(name="threads", help="Threads of the server.", read=_server("Threads")),
    Row(
        name="threads_busy",
        help="Threads that hold a connection, ours for this page too.",
        read=_busy,
    ),
    Row(
        name="accepts_total",
        help="Connections accepted; absent while the server's statistics are off.",
        read=_server("Accepts"),
        kind="counter",
    ),
    Row(
        name="socket_errors_total",
        help="Errors of connections.",
        read=_server("Socket Errors"),
        kind="counter",
    ),
)


class CherrypyCollector(PageCollector):
    """Exposes one CherryPy server through its statistics page.

    *uri* is the page that serves ``cpstats``' data as JSON (DBS: ``/dbs/stats``).

    >>> str(CherrypyCollector("http://127.0.0.1:8252/dbs/stats"))
    'the statistics of CherryPy at http://127.0.0.1:8252/dbs/stats'
    """

    def __init__(
        self,
        uri: str = "http://127.0.0.1:8080/cpstats/data",
        *,
        prefix: str = "cherrypy",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them."""
        self._prefix = prefix
        super().__init__(
            uri,
            descriptors(prefix),
            prefix=prefix,
            timeout_seconds=timeout_seconds,
            headers={"Accept": "application/json"},
            credentials=credentials,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the statistics of CherryPy at {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Fetch the page and read it."""
        document = read_object(self.body(now))
        if not _servers(document) and _APPLICATIONS not in document:
            raise SourceError(Reason.CONTENT, "not the statistics of CherryPy")
        return read_rows(ROWS, document, self._prefix)


def descriptors(prefix: str = "cherrypy") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a server.

    >>> descriptors()[0].series_name
    'cherrypy_requests_total'
    """
    return row_descriptors(ROWS, prefix)
