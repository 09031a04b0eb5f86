"""What Prometheus has stored: series of samples, with staleness markers.

Timestamps are whole milliseconds, as in Prometheus. What queries make of the
samples is in ``simulator.world.promql``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Labels = tuple[tuple[str, str], ...]
"""A series' labels, sorted by name, with the series name as ``__name__``."""

STALE = None
"""The value of a staleness marker: from here on the series is absent."""


def labels_of(series_name: str, *groups: Mapping[str, str]) -> Labels:
    """Put labels into their one order; later groups win. Empty ones vanish.

    >>> labels_of("up", {"job": "web", "pod": ""}, {"job": "api"})
    (('__name__', 'up'), ('job', 'api'))
    """
    merged: dict[str, str] = {}
    for group in groups:
        merged.update(group)
    merged["__name__"] = series_name
    return tuple(sorted((name, value) for name, value in merged.items() if value))


@dataclass(slots=True, eq=False)
class Series:
    """The samples of one series, oldest first."""

    labels: Labels
    times_ms: list[int] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    """Beside *times_ms*; ``STALE`` for a staleness marker."""

    uneven: int = 0
    """One more than the place of the last sample that is a staleness marker, or
    smaller than that before it: what lies behind has neither."""

    unnamed: Labels = field(init=False)
    """Its labels without the series name."""

    def __post_init__(self) -> None:
        """Put the labels without the name beside."""
        self.unnamed = tuple(pair for pair in self.labels if pair[0] != "__name__")

    def append(self, time_ms: int, value: float | None) -> None:
        """Store a sample; one not newer than the last is dropped, as upstream."""
        values = self.values
        if values:
            if time_ms <= self.times_ms[-1]:
                return
            last = values[-1]
            if value is STALE or last is STALE or not value >= last:
                self.uneven = len(values) + 1
        elif value is STALE:
            self.uneven = 1
        self.times_ms.append(time_ms)
        values.append(value)

    def latest(
        self, now_ms: int, lookback_ms: int, *, left_open: bool = False
    ) -> tuple[int, float] | None:
        """Give the newest sample at or before *now_ms*, as an instant query does.

        ``None`` when it is a staleness marker or older than the look-back; one
        exactly that old still counts up to Prometheus 2, and not in 3, whose
        ranges are *left_open*.
        """
        times = self.times_ms
        index = len(times) - 1
        if index >= 0 and times[-1] > now_ms:
            index = bisect_right(times, now_ms) - 1
        if index < 0 or times[index] < now_ms - lookback_ms + left_open:
            return None
        value = self.values[index]
        return None if value is STALE else (times[index], value)

    def span(self, start_ms: int, end_ms: int) -> tuple[int, int] | None:
        """Give the places of the first and last samples within two times.

        ``None`` unless there are two, and none of them is smaller than the one
        before or a staleness marker: see ``window``.
        """
        times = self.times_ms
        last = len(times)
        if last and times[-1] > end_ms:
            last = bisect_right(times, end_ms)
        first = bisect_left(times, start_ms, 0, last)
        # The first sample may be smaller than the one before it.
        if last - first < 2 or first + 1 < self.uneven or self.values[first] is STALE:
            return None
        return first, last - 1

    def window(self, start_ms: int, end_ms: int) -> tuple[list[int], list[float]]:
        """Give the samples from *start_ms* to *end_ms*, both included.

        Staleness markers are left out, as a range selector does.
        """
        first = bisect_left(self.times_ms, start_ms)
        last = bisect_right(self.times_ms, end_ms)
        times, values = self.times_ms[first:last], self.values[first:last]
        if STALE not in values:
            return times, [value for value in values if value is not STALE]
        kept = [(t, v) for t, v in zip(times, values, strict=True) if v is not STALE]
        return [time for time, _ in kept], [value for _, value in kept]


class Store:
    """All series, found by their labels."""

    def __init__(self) -> None:
        self._series: dict[Labels, Series] = {}
        self._by_name: dict[str, list[Series]] = {}

    @property
    def size(self) -> int:
        """How many series there are; it only grows."""
        return len(self._series)

    def append(self, labels: Labels, time_ms: int, value: float | None) -> None:
        """Store one sample, or a staleness marker, of the series *labels*."""
        self.series(labels).append(time_ms, value)

    def series(self, labels: Labels) -> Series:
        """Give the series of these *labels*; a new one when there is none."""
        series = self._series.get(labels)
        if series is None:
            series = self._series[labels] = Series(labels)
            same_name = self._by_name.setdefault(dict(labels)["__name__"], [])
            same_name.append(series)
            same_name.sort(key=lambda one: one.labels)
        return series

    def named(self, series_name: str) -> tuple[Series, ...]:
        """Give the series of one name, in the order of their labels."""
        return tuple(self._by_name.get(series_name, ()))

    def __iter__(self) -> Iterator[Series]:
        """Walk all series, by name and labels."""
        for name in sorted(self._by_name):
            yield from self._by_name[name]
