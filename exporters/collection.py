"""One scrape of several collectors: at the same time, before a deadline, shared.

A collector that is late is left out of this answer but for its ``up``, which is 0;
the others are in it. Who asks while a collector is being read waits for that
reading: two scrapers cost a source one request. No reading is used for who asks
after it ended.
"""

from __future__ import annotations

import time
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric
    from prometheus_client.registry import Collector

DEADLINE_SHARE = 0.1
MAXIMUM_OFFSET_SECONDS = 0.5
"""What is kept of a scrape's time-out for sending the answer: a tenth, at most this."""


class ExporterRegistry(CollectorRegistry):
    """A registry that knows its collectors, so that each can be late by itself."""

    def __init__(self) -> None:
        """Begin without collectors."""
        super().__init__(auto_describe=True)
        self.parts: dict[str, Collector] = {}

    def register(self, collector: Collector) -> None:
        """Register *collector* under its class' name, numbered where it repeats."""
        super().register(collector)
        stem = type(collector).__name__.removesuffix("Collector").lower()
        name, number = stem, 1
        while name in self.parts:
            number += 1
            name = f"{stem}_{number}"
        self.parts[name] = collector

    def unregister(self, collector: Collector) -> None:
        """Forget *collector*."""
        super().unregister(collector)
        self.parts = {n: part for n, part in self.parts.items() if part != collector}


class Snapshot:
    """What one scrape gave; it can be encoded like a registry."""

    def __init__(self, families: list[Metric]) -> None:
        """Hold the families."""
        self.families = families

    def collect(self) -> list[Metric]:
        """Give the families."""
        return self.families


class Collection:
    """Reads the collectors of a registry for its scrapers."""

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read *registry* as a whole, or an ``ExporterRegistry`` part by part."""
        self._registry = registry
        self._clock = clock
        self._lock = Lock()
        self._running: dict[str, _Reading] = {}

    def collect(self, seconds: float | None = None) -> Snapshot:
        """Read everything, or what can be read within *seconds*.

        A collector's own error is raised, as a registry would raise it; and
        ``TimeoutError`` where a registry that is one part is late: nothing of it is
        known, and an empty answer would pass for a good one.
        """
        end = None if seconds is None else self._clock() + seconds
        readings = {name: self._reading(name, part) for name, part in self._parts()}
        families: list[Metric] = []
        for reading in readings.values():
            left = None if end is None else max(end - self._clock(), 0.0)
            families += reading.result() if reading.done.wait(left) else reading.late()
        if isinstance(self._registry, ExporterRegistry):
            families += self._about(readings)
        return Snapshot(families)

    def _parts(self) -> Iterator[tuple[str, Collector | CollectorRegistry]]:
        if isinstance(self._registry, ExporterRegistry):
            yield from list(self._registry.parts.items())
        else:
            yield "registry", self._registry

    def _reading(self, name: str, part: Collector | CollectorRegistry) -> _Reading:
        """Join the reading that runs, or begin one."""
        with self._lock:
            running = self._running.get(name)
            if running is None or running.done.is_set():
                running = _Reading(part, self._clock)
                self._running[name] = running
                running.begin()
            return running

    def _about(self, readings: dict[str, _Reading]) -> list[Metric]:
        success = GaugeMetricFamily(
            "octoscale_exporter_collector_success",
            "Whether the collector's source was read, before the scrape's deadline.",
            labels=("collector",),
        )
        duration = GaugeMetricFamily(
            "octoscale_exporter_collector_duration_seconds",
            "How long the collector took, so far where it is late.",
            labels=("collector",),
        )
        for name, reading in readings.items():
            success.add_metric((name,), float(reading.succeeded()))
            duration.add_metric((name,), reading.seconds())
        return [success, duration]


class _Reading:
    """One reading of one collector, in a thread of its own."""

    def __init__(
        self, part: Collector | CollectorRegistry, clock: Callable[[], float]
    ) -> None:
        self.done = Event()
        self._part = part
        self._clock = clock
        self._started = clock()
        self._ended: float | None = None
        self._families: list[Metric] = []
        self._failed = False
        self._error: Exception | None = None

    def begin(self) -> None:
        """Start; a service that ends does not wait for a source that hangs."""
        Thread(target=self._run, name="octoscale-collector", daemon=True).start()

    def result(self) -> list[Metric]:
        """Give the families, or raise what the collector raised."""
        if self._error is not None:
            raise self._error
        return self._families

    def late(self) -> list[Metric]:
        """Give what the collector says of itself while it is read, if it does."""
        late: Callable[[], list[Metric]] | None = getattr(self._part, "late", None)
        if late is not None:
            return late()
        if isinstance(self._part, CollectorRegistry):
            raise TimeoutError("the registry was not read before the deadline")
        return []

    def succeeded(self) -> bool:
        """Tell whether it has ended, and the source said something."""
        return self.done.is_set() and not self._failed

    def seconds(self) -> float:
        """Tell how long it took, or has taken."""
        ended = self._ended
        return (self._clock() if ended is None else ended) - self._started

    def _run(self) -> None:
        try:
            self._families = list(self._part.collect())
            self._failed = getattr(self._part, "last_failure", None) is not None
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        finally:
            self._ended = self._clock()
            self.done.set()


def deadline_of(header: str | None) -> float | None:
    """Read ``X-Prometheus-Scrape-Timeout-Seconds``, less what sending needs.

    >>> deadline_of("10"), deadline_of("1"), deadline_of("soon")
    (9.5, 0.9, None)
    """
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    if not 0 < seconds < 3600:
        return None
    return seconds - min(seconds * DEADLINE_SHARE, MAXIMUM_OFFSET_SECONDS)
