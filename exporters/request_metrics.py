"""What the middleware counts of requests: rate, concurrency, queue, duration.

Framework-free: a middleware says when a request begins and ends and what it was.
No label value comes from a client: methods are the known ones, routes are
templates, and their combinations are capped. Nothing here raises into the service.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from prometheus_client import Counter, Gauge, Histogram

from exporters.naming import checked_prefix
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prometheus_client import CollectorRegistry

DEFAULT_MAXIMUM_SERIES = 500
"""Combinations of method, route and status; an ordinary service has under 100."""

OVERFLOW = "overflow"
"""The route of all combinations beyond the cap."""

UNKNOWN = "unknown"
"""The route of requests that no template is known for: never the raw path."""

_METHODS = frozenset(
    ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
)

_LONGEST_QUEUE_SECONDS = 3600.0

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class RequestMetrics:
    """The metrics of one service's requests, on a registry that is given.

    *workers* is how many requests one process can work on at once (threads, for
    WSGI): with it the share that is busy is exposed.

    >>> from prometheus_client import CollectorRegistry
    >>> registry = CollectorRegistry()
    >>> metrics = RequestMetrics(registry, prefix="shop")
    >>> metrics.begin()
    >>> metrics.end("GET", "/items/{id}", 200, 0.012)
    >>> labels = {"method": "GET", "route": "/items/{id}", "code": "200"}
    >>> registry.get_sample_value("shop_requests_total", labels)
    1.0
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        prefix: str,
        workers: int | None = None,
        maximum_series: int = DEFAULT_MAXIMUM_SERIES,
        buckets: Sequence[float] = _BUCKETS,
    ) -> None:
        """Build and register the metrics."""
        checked_prefix(prefix)
        if maximum_series < 1 or (workers is not None and workers < 1):
            raise UsageError("workers and the cap of series are above 0")
        self._requests = Counter(
            f"{prefix}_requests_total",
            "Requests answered.",
            ("method", "route", "code"),
            registry=registry,
        )
        self._duration = Histogram(
            f"{prefix}_request_duration_seconds",
            "Time from a request's arrival in this process to the end of its answer.",
            ("route",),
            registry=registry,
            buckets=buckets,
        )
        self._queue = Histogram(
            f"{prefix}_request_queue_seconds",
            "Time between the proxy's start header and the arrival in this process.",
            registry=registry,
            buckets=buckets,
        )
        self._in_flight = Gauge(
            f"{prefix}_requests_in_flight",
            "Requests that are worked on.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._overflow = Counter(
            f"{prefix}_series_overflow_total",
            f"Requests counted under the route {OVERFLOW!r} for want of series.",
            registry=registry,
        )
        self._busy: Gauge | None = None
        if workers is not None:
            self._busy = Gauge(
                f"{prefix}_workers_busy_ratio",
                "Requests in flight by the requests that can be: 1 is saturation.",
                registry=registry,
                multiprocess_mode="livemax",
            )
        self._workers = workers or 1
        self._current = 0
        self._maximum = maximum_series
        self._lock = Lock()
        self._children: dict[
            tuple[str, str, int], tuple[Callable[[], None], Callable[[float], None]]
        ] = {}

    def begin(self, queued_seconds: float | None = None) -> None:
        """Note that a request has arrived, and how long it waited before."""
        try:
            self._in_flight.inc()
            if queued_seconds is not None:
                self._queue.observe(queued_seconds)
            if self._busy is not None:
                self._move(1)
        except Exception:  # noqa: BLE001 - measuring must never fail a request
            return

    def end(self, method: str, route: str, code: int, seconds: float) -> None:
        """Note that the request has been answered."""
        try:
            self._in_flight.dec()
            if self._busy is not None:
                self._move(-1)
            child = self._children.get((method, route, code))
            count, observe = child or self._child(method, route, code)
            count()
            observe(seconds)
        except Exception:  # noqa: BLE001 - as above
            return

    def _move(self, step: int) -> None:
        with self._lock:
            self._current += step
            if self._busy is not None:
                self._busy.set(self._current / self._workers)

    def _child(
        self, method: str, route: str, code: int
    ) -> tuple[Callable[[], None], Callable[[float], None]]:
        """Make the series of a combination, or give those of the overflow."""
        known = method if method in _METHODS else "OTHER"
        with self._lock:
            if len(self._children) >= self._maximum:
                self._overflow.inc()
                return self._series("OTHER", OVERFLOW, 0)
            child = self._series(known, route, code)
            if known == method:  # a stranger's method must not become a key
                self._children[method, route, code] = child
            return child

    def _series(
        self, method: str, route: str, code: int
    ) -> tuple[Callable[[], None], Callable[[float], None]]:
        counter = self._requests.labels(method, route, str(code))
        return counter.inc, self._duration.labels(route).observe


def queued_seconds(header: str, now: float | None = None) -> float | None:
    """Read a proxy's start header; ``None`` when it says nothing believable.

    nginx, Heroku and others write ``t=`` and the time since the epoch in seconds,
    milliseconds or microseconds. *now* is the same clock, in seconds.

    >>> queued_seconds("t=1700000000.250", now=1700000000.5)
    0.25
    >>> queued_seconds("1700000000250", now=1700000000.5)
    0.25
    """
    now = time.time() if now is None else now
    text = header.strip().removeprefix("t=")
    if len(text) > 24 or not text.isascii() or not text.replace(".", "", 1).isdigit():
        return None
    started = float(text)
    for factor in (1.0, 1e3, 1e6):
        waited = now - started / factor
        if -1.0 <= waited <= _LONGEST_QUEUE_SECONDS:
            return max(waited, 0.0)  # clocks of two machines differ a little
    return None
