"""The Apache collector: ``server-status?auto`` of one server, 2.2 or 2.4.

The series are those of apache_exporter (Lusitaniae/apache_exporter 0.12), which
CMS runs beside its frontends. When the server does not answer, or not with a
whole status text, nothing of it is exposed but ``apache_up`` 0 and the reason.
What the text means is ``exporters.apache_status``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.apache_status import read_status
from exporters.base_units import KIBIBYTE, MILLI, PERCENT, BaseUnit, with_prefix
from exporters.fetching import DEFAULT_LIMIT_BYTES
from exporters.naming import rate_name
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from octoscale.core.descriptor import MetricDescriptor

if TYPE_CHECKING:
    from exporters.families import Reading

DEFAULT_URI = "http://127.0.0.1:80/server-status?auto"
"""Where a server with Debian's configuration shows it, to its own machine only."""

BASE_UNITS = {
    "sent_kilobytes_total": BaseUnit("sent_bytes_total", KIBIBYTE, "bytes"),
    "duration_ms_total": BaseUnit("duration_seconds_total", MILLI, "seconds"),
    "cpu_time_ms_total": BaseUnit("cpu_time_seconds_total", MILLI, "seconds"),
    "cpuload": BaseUnit("cpu_load_ratio", PERCENT, "ratio"),
    **{
        f"proxy_balancer_{way}_kbytes_total": BaseUnit(
            f"proxy_balancer_{way}_bytes_total", KIBIBYTE, "bytes"
        )
        for way in ("request", "response")
    },
}
"""What the inherited names become where base units are asked for."""


class ApacheCollector(PageCollector):
    """Exposes the status page of one Apache, fetched on every scrape.

    *uri* must be one that answers with text, so it ends in ``?auto``. Each fetch
    is a request that Apache counts in ``apache_accesses_total`` itself. With all
    workers busy Apache serves no page: then ``apache_exporter_accept_queue`` and
    the age of the last success are what is left to scale on.

    >>> str(ApacheCollector("http://127.0.0.1/server-status?auto"))
    'the status page http://127.0.0.1/server-status?auto'
    """

    def __init__(
        self,
        uri: str = DEFAULT_URI,
        *,
        prefix: str = "apache",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
        credentials: tuple[str, str] | None = None,
        base_units: bool = False,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them.

        With *base_units* the series that the original has in milliseconds and
        kilobytes are in seconds and bytes, under new names.
        """
        self._prefix = prefix
        super().__init__(
            uri,
            descriptors(prefix),
            prefix=prefix,
            timeout_seconds=timeout_seconds,
            limit_bytes=limit_bytes,
            credentials=credentials,
            units=with_prefix(BASE_UNITS, prefix) if base_units else None,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the status page {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Fetch the page and read it."""
        # As Apache declares it:
        return read_status(self.body(now).decode("iso-8859-1"), self._prefix)


_MEMBER = ("balancer", "worker")


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
        *(
            _counter(prefix, f"proxy_balancer_{stem}", text, *_MEMBER)
            for stem, text in (
                ("accesses", "Requests that the balancer gave to the member."),
                ("request_kbytes", "Kilobytes sent to the member."),
                ("response_kbytes", "Kilobytes received from the member."),
            )
        ),
        _gauge(
            prefix,
            "proxy_balancer_busy",
            "Requests that the member works on for this balancer.",
            *_MEMBER,
        ),
        _gauge(
            prefix,
            "proxy_balancer_status",
            "1 for the state that the balancer says the member is in.",
            *_MEMBER,
            "status",
        ),
        _gauge(prefix, "info", "Always 1.", "version", "mpm"),
        _gauge(prefix, "version", "The version as a number: 2.4.71 is 2.04071."),
    )


def _counter(prefix: str, stem: str, text: str, *labels: str) -> MetricDescriptor:
    return MetricDescriptor(
        series_name=f"{prefix}_{stem}_total",
        kind="counter",
        help=text,
        api_name=rate_name(f"{prefix}_{stem}_total"),
        unit="seconds" if stem.endswith("_seconds") else "",
        labels=labels,
    )


def _gauge(prefix: str, stem: str, text: str, *labels: str) -> MetricDescriptor:
    name = f"{prefix}_{stem}"
    return MetricDescriptor(
        series_name=name, kind="gauge", help=text, api_name=name, labels=labels
    )
