"""What all collectors have in common: up, their own metrics, never a stale value.

How a source is found and read is each collector's own; it implements ``read``.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from threading import Lock
from typing import TYPE_CHECKING

from exporters.base_units import Units, converted, renamed
from exporters.errors import Reason, SourceError
from exporters.families import Reading, Value, empty_family, expose
from octoscale.core.descriptor import MetricDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from prometheus_client import Metric

_AGE = 4
"""Where the age of the last success stands in ``own_descriptors``."""


class SourceCollector(ABC):
    """A prometheus_client collector over one source outside this process.

    Every scrape reads the source anew. When it cannot be read, its families are
    absent and ``<prefix>_up`` is 0, with HTTP 200: an absent series holds an
    autoscaler still, where a 0 would scale the workload down. Scrapes at the same
    time are taken one after the other, so that a counter of ours stays right.
    """

    def __init__(
        self,
        descriptors: Sequence[MetricDescriptor],
        *,
        prefix: str,
        own_prefix: str,
        reasons: Iterable[Reason],
        units: Units | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Declare what is exposed.

        *prefix* names ``up``, *own_prefix* the metrics about the collector
        itself. *reasons* are the failures that this collector can meet: each has
        its series from the start, so that the first failure is an increase. *units*
        are the series that are exposed under another name, in a base unit.
        """
        self._units = units or {}
        self.descriptors = renamed(descriptors, self._units)
        """The source's metrics: what rules and HPAs are made from."""

        self.own_descriptors = own_descriptors(prefix, own_prefix)
        """``up`` and the metrics about the collector itself."""

        self.last_failure: SourceError | None = None
        """Why the last reading failed, in words; ``None`` when it did not."""

        self._clock = clock
        self._lock = Lock()
        self._last_success: float | None = None
        self._failures = dict.fromkeys([*reasons, Reason.INTERNAL], 0)

    @abstractmethod
    def read(self, now: float) -> Reading:
        """Read the source; raise ``SourceError`` when nothing can be said.

        *now* is the monotonic clock in seconds, for values that are rates.
        """

    def describe(self) -> list[Metric]:
        """Name all families without touching the source.

        The registry asks when the collector is registered.
        """
        declared = (*self.descriptors, *self.own_descriptors)
        return [empty_family(descriptor) for descriptor in declared]

    def collect(self) -> list[Metric]:
        """Read the source once and give what it said, then our own metrics."""
        with self._lock:
            started = self._clock()
            reading = self._read_safely(started)
            ended = self._clock()
            self._remember(reading.failure, ended)
            own = self._own_values(reading, started, ended)
        families = expose(self.descriptors, converted(reading.values, self._units))
        return families + expose(self.own_descriptors, own)

    def late(self) -> list[Metric]:
        """Say that the source is down, where a reading outlasts its scrape.

        Without waiting for that reading: ``up`` is 0, and how long the source has
        said nothing is there where it ever said anything.
        """
        up, age = self.own_descriptors[0], self.own_descriptors[_AGE]
        values: dict[str, Value] = {up.series_name: 0.0}
        success = self._last_success
        if success is not None:
            values[age.series_name] = self._clock() - success
        return expose((up, age), values)

    def _read_safely(self, now: float) -> Reading:
        try:
            return self.read(now)
        except SourceError as error:
            return Reading(failure=error)
        except Exception as error:  # noqa: BLE001 a fault here must not cost the embedding service its other metrics
            text = f"{type(error).__name__}: {error}"
            return Reading(failure=SourceError(Reason.INTERNAL, text))

    def _remember(self, failure: SourceError | None, now: float) -> None:
        self.last_failure = failure
        if failure is None:
            self._last_success = now
        if failure is not None:
            self._failures[failure.reason] = self._failures.get(failure.reason, 0) + 1

    def _own_values(
        self, reading: Reading, started: float, ended: float
    ) -> dict[str, Value]:
        """Give the values of ``own_descriptors``, in their order.

        Two are not always there: there is no age before the first success, and
        no list of missing keys when none is.
        """
        success = self._last_success
        values: tuple[Value | None, ...] = (
            float(reading.failure is None),
            ended - started,
            {(reason,): count for reason, count in self._failures.items()},
            reading.unreadable,
            None if success is None else ended - success,
            dict.fromkeys(((key,) for key in reading.missing), 1.0) or None,
        )
        names = [descriptor.series_name for descriptor in self.own_descriptors]
        pairs = zip(names, values, strict=True)
        return {name: value for name, value in pairs if value is not None}


def own_descriptors(prefix: str, own_prefix: str) -> tuple[MetricDescriptor, ...]:
    """Declare ``up`` and the metrics that a collector exposes about itself.

    >>> [row.series_name for row in own_descriptors("apache", "apache_exporter")][:2]
    ['apache_up', 'apache_exporter_scrape_duration_seconds']
    """
    duration = f"{own_prefix}_scrape_duration_seconds"
    failures = f"{own_prefix}_scrape_failures"
    unreadable = f"{own_prefix}_scrape_unreadable_families"
    age = f"{own_prefix}_last_success_age_seconds"
    missing = f"{own_prefix}_scrape_missing_keys"
    return (
        MetricDescriptor(
            series_name=f"{prefix}_up",
            kind="gauge",
            help="Whether the source could be read: 1 or 0. At 0 its metrics are "
            "absent.",
            api_name=f"{prefix}_up",
            aggregation="min",
        ),
        MetricDescriptor(
            series_name=duration,
            kind="gauge",
            help="How long this reading of the source took.",
            api_name=duration,
            unit="seconds",
            aggregation="max",
        ),
        MetricDescriptor(
            series_name=f"{failures}_total",
            kind="counter",
            help="Readings of the source that failed, by reason.",
            api_name=f"{failures}_per_second",
            labels=("reason",),
        ),
        MetricDescriptor(
            series_name=unreadable,
            kind="gauge",
            help="Metric families left out of this reading although the source is "
            "there: no permission to read them, or no number in their place.",
            api_name=unreadable,
            aggregation="max",
        ),
        MetricDescriptor(
            series_name=age,
            kind="gauge",
            help="Time since the source last answered; absent until it first does. "
            "It grows while an overloaded source says nothing.",
            api_name=age,
            unit="seconds",
            aggregation="max",
        ),
        MetricDescriptor(
            series_name=missing,
            kind="gauge",
            help="Keys that such a source should have and this one has not; always 1.",
            api_name=missing,
            labels=("key",),
            aggregation="max",
        ),
    )
