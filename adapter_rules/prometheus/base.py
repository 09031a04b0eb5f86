"""The port to Prometheus: the few questions that Octoscale asks it.

Values only, and a protocol; the drivers lie beside. All of them raise the
``PrometheusError`` family of ``adapter_rules.errors`` and nothing else for what
goes wrong on the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapter_rules.series import Series

ResultKind = Literal["vector", "scalar", "string", "matrix"]
"""What a query's result is; the adapter can use vectors (and scalars, outside)."""

MetricType = Literal[
    "counter", "gauge", "histogram", "summary", "unknown", "info", "stateset"
]
"""As the exposition declares it; ``unknown`` when it does not."""

MAX_QUERIES_AT_ONCE = 4
"""More than this many questions at a time are never asked: the Prometheus is
somebody's production."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of an instant query."""

    labels: Mapping[str, str]
    """With the name, if the result has one."""

    value: float
    timestamp: float
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to an instant query."""

    kind: ResultKind
    samples: tuple[Sample, ...] = ()
    """A scalar is one sample without labels; a string or matrix has none here.
    A native histogram counts as 0, as the adapter reads it."""


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """The series that a selector found."""

    series: tuple[Series, ...]
    truncated: bool = False
    """Whether there are more than were asked for: partial is not whole."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an exposition says about a metric."""

    type: MetricType
    help: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ScrapeTarget:
    """One endpoint that Prometheus scrapes."""

    job: str
    url: str
    labels: Mapping[str, str]
    """Those that it attaches to every series."""

    up: bool
    scrape_interval_seconds: float | None = None
    """``None`` where Prometheus does not tell."""

    last_error: str = ""


class PrometheusPort(Protocol):
    """What can be asked. Safe to use from several threads."""

    def query(self, promql: str, now: float | None = None) -> QueryResult:
        """Evaluate an instant query, at *now* or at the server's time.

        Raises ``PrometheusError``.
        """
        ...

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        """Find the series that had samples from *start* on, at most *limit*.

        Raises ``PrometheusError``.
        """
        ...

    def metadata(self, metric: str | None = None) -> Mapping[str, Metadata]:
        """Give what scraped endpoints say about one metric, or about all.

        Where they disagree, the first wins. Raises ``PrometheusError``.
        """
        ...

    def scrape_targets(self) -> tuple[ScrapeTarget, ...]:
        """List the active scrape targets; raises ``PrometheusError``."""
        ...

    def version(self) -> str:
        """Give the server's version; raises ``PrometheusError``."""
        ...
