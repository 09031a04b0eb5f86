"""A percentage of CPU time between two readings.

Pure: the clock is an argument. Where the CPU seconds come from is the caller's.
"""

from __future__ import annotations

MINIMUM_SECONDS = 0.5
"""Kernels count CPU time in ticks of 10 ms: over half a second, an error of at
most 2 points. Readings that come faster are measured from the same start."""


class BusyMeter:
    """Turns a growing amount of CPU seconds into a percentage.

    The first reading has nothing to compare with and gives ``None``. Several
    scrapers shorten the time between readings, not what is said about it.

    >>> meter = BusyMeter()
    >>> meter.percent(10.0, now=100.0) is None
    True
    >>> meter.percent(10.5, now=101.0)
    50.0
    """

    def __init__(self) -> None:
        self._start: tuple[float, float] | None = None
        self._last: tuple[float, float] | None = None

    def percent(self, busy_seconds: float, now: float) -> float | None:
        """Give the share of time spent since the previous reading, in percent.

        Above 100 where several CPUs were busy. CPU time that went backwards
        counts as none: kernels correct it by ticks.
        """
        if self._last is None:
            self._last = (busy_seconds, now)
        elif now - self._last[1] >= MINIMUM_SECONDS:
            self._start, self._last = self._last, (busy_seconds, now)
        if self._start is None:
            return None
        busy_before, before = self._start
        return 100.0 * max(busy_seconds - busy_before, 0.0) / (now - before)
