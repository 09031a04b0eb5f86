"""The Apache collector: ``server-status?auto`` of one server, 2.2 or 2.4.

The series are those of apache_exporter (Lusitaniae/apache_exporter 0.12), which
CMS runs beside its frontends. When the server does not answer, or not with a
whole status text, nothing of it is exposed but ``apache_up`` 0 and the reason.
What the text means is ``exporters.apache_status``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.apache_status import read_status
from exporters.errors import Reason
from exporters.fetching import DEFAULT_LIMIT_BYTES, Source, fetch
from exporters.source_collector import SourceCollector
from octoscale.core.descriptor import MetricDescriptor
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from exporters.families import Reading

DEFAULT_URI = "http://127.0.0.1:80/server-status?auto"
"""Where a server with Debian's configuration shows it, to its own machine only."""

DEFAULT_TIMEOUT_SECONDS = 5.0
"""Half of Prometheus' default scrape time-out of 10 s: the scrape still answers."""

_REASONS = (
    Reason.CONNECTION,
    Reason.TIMEOUT,
    Reason.STATUS,
    Reason.REDIRECT,
    Reason.TOO_LARGE,
    Reason.TRUNCATED,
    Reason.CONTENT,
)


class ApacheCollector(SourceCollector):
    """Exposes the status page of one Apache, fetched on every scrape.

    *uri* must be one that answers with text, so it ends in ``?auto``. The page is
    asked as it is: no redirect is followed and no proxy used, and the answer must
    be complete within *timeout_seconds* and *limit_bytes*. Each fetch is a request
    that Apache counts in ``apache_accesses_total`` itself.

    >>> str(ApacheCollector("http://127.0.0.1/server-status?auto"))
    'the status page http://127.0.0.1/server-status?auto'
    """

    def __init__(
        self,
        uri: str = DEFAULT_URI,
        *,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them."""
        if not 0 < timeout_seconds <= 3600:
            raise UsageError(
                f"a time-out of {timeout_seconds:g} s is not between 0 s and 1 h"
            )
        self._uri = uri
        self._source = Source.parse(uri)
        self._timeout_seconds = timeout_seconds
        self._limit_bytes = limit_bytes
        super().__init__(
            descriptors(),
            prefix="apache",
            own_prefix="apache_exporter",
            reasons=_REASONS,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the status page {self._uri}"

    def read(self, now: float) -> Reading:
        """Fetch the page and read it; *now* is not needed."""
        del now
        body = fetch(
            self._source,
            timeout_seconds=self._timeout_seconds,
            limit_bytes=self._limit_bytes,
        )
        return read_status(body.decode("iso-8859-1"))  # as Apache declares it


def descriptors(prefix: str = "apache") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of the server.

    >>> descriptors()[0].series_name, descriptors()[0].api_name
    ('apache_accesses_total', 'apache_accesses_per_second')
    """
    return (
        _counter(prefix, "accesses", "Requests answered, our own for this page too."),
        _counter(prefix, "sent_kilobytes", "Kilobytes (1024 bytes) sent."),
        _counter(prefix, "duration_ms", "Time spent on all requests, in ms."),
        _counter(prefix, "cpu_time_ms", "CPU time of the workers, in ms.", "type"),
        _counter(prefix, "uptime_seconds", "Time since the server started."),
        _gauge(
            prefix,
            "cpuload",
            "CPU time in percent of one CPU over the whole uptime, not of late; "
            "absent until the server has used any.",
        ),
        _gauge(prefix, "workers", "Workers that are busy or idle.", "state"),
        _gauge(prefix, "processes", "Server processes.", "state"),
        _gauge(prefix, "connections", "Connections; the event MPM only.", "state"),
        _gauge(prefix, "scoreboard", "Slots of the scoreboard by state.", "state"),
        _gauge(prefix, "load", "Of the whole node: load average.", "interval"),
        _gauge(prefix, "generation", "Restarts of configuration and MPM.", "type"),
        _gauge(prefix, "info", "Always 1.", "version", "mpm"),
        _gauge(prefix, "version", "The version as a number: 2.4.71 is 2.04071."),
    )


def _counter(prefix: str, stem: str, text: str, *labels: str) -> MetricDescriptor:
    return MetricDescriptor(
        series_name=f"{prefix}_{stem}_total",
        kind="counter",
        help=text,
        api_name=f"{prefix}_{stem}_per_second",
        unit="seconds" if stem.endswith("_seconds") else "",
        labels=labels,
    )


def _gauge(prefix: str, stem: str, text: str, *labels: str) -> MetricDescriptor:
    name = f"{prefix}_{stem}"
    return MetricDescriptor(
        series_name=name, kind="gauge", help=text, api_name=name, labels=labels
    )
