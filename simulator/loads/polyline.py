"""A function of time made of straight pieces and jumps, integrated exactly.

This is what makes the fluid load model cheap: nothing is sampled. What the
function means (connections, requests a second) is not known here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight lines between knots; two knots of one time are a jump.

    >>> step = Polyline(((10.0, 0.0), (10.0, 4.0)))
    >>> step.at(9.9), step.at(10.0), step.integral(5.0, 12.0)
    (0.0, 4.0, 8.0)
    """

    knots: tuple[tuple[float, float], ...]
    """Times (seconds, never falling) with values; at least one."""

    _times: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a polyline without knots, or with knots out of order."""
        times = tuple(time for time, _ in self.knots)
        if not times:
            raise ValueError("a polyline needs at least one knot")
        if any(b < a for a, b in pairwise(times)):
            raise ValueError("the knots' times must not fall")
        object.__setattr__(self, "_times", times)

    def at(self, time: float) -> float:
        """Give the value at *time*; at a jump the one behind it."""
        after = bisect_right(self._times, time)
        if after == 0:
            return self.knots[0][1]
        if after == len(self.knots):
            return self.knots[-1][1]
        return _between(self.knots[after - 1], self.knots[after], time)

    def integral(
        self, start: float, end: float, *, ceiling: float | None = None
    ) -> float:
        """Give the area below the line from *start* to *end*.

        With a *ceiling* only what lies below that too: what a service of that
        capacity serves.
        """
        times, first = self._times, bisect_right(self._times, start)
        if end > start and first == len(times):  # all of it behind the last knot
            level = self.knots[-1][1]
            if ceiling is None or level <= ceiling:
                return (end - start) * (level + level) / 2
            return (end - start) * ceiling
        if end > start and first and end < times[first]:  # between two knots
            left, right = self.knots[first - 1], self.knots[first]
            low, high = _between(left, right, start), _between(left, right, end)
            return _area(end - start, low, high, ceiling)
        total = 0.0
        for (begins, low), (ends, high) in self._pieces(start, end):
            total += _area(ends - begins, low, high, ceiling)
        return total

    def when(self, area: float, *, start: float) -> float | None:
        """Tell when the area below the line, from *start* on, has grown to *area*.

        ``None`` when it never does. Exact to a microsecond.

        >>> Polyline(((60.0, 0.0), (60.0, 4.0))).when(8.0, start=0.0)
        62.0
        """
        last, level = self.knots[-1]
        flat = max(start, last)
        before = self.integral(start, flat)
        if area > before:
            return flat + (area - before) / level if level > 0 else None
        low, high = start, flat
        while high - low > 1e-6:
            middle = (low + high) / 2
            if self.integral(start, middle) >= area:
                high = middle
            else:
                low = middle
        return high

    def seconds_above(self, level: float, start: float, end: float) -> float:
        """Tell how long the line is above *level*, between *start* and *end*.

        >>> Polyline(((0.0, 0.0), (10.0, 10.0))).seconds_above(4.0, 0.0, 20.0)
        16.0
        """
        total = 0.0
        for (left, low), (right, high) in self._pieces(start, end):
            if min(low, high) > level:
                total += right - left
            elif max(low, high) > level:
                share = (max(low, high) - level) / abs(high - low)
                total += (right - left) * share
        return total

    def first_above(self, level: float, *, start: float) -> float | None:
        """Tell when the line first is above *level*, from *start* on.

        ``None`` when it never is.

        >>> Polyline(((0.0, 0.0), (10.0, 10.0))).first_above(4.0, start=1.0)
        4.0
        """
        if self.at(start) > level:
            return start
        end = max(start, self.knots[-1][0])
        for (left, low), (right, high) in self._pieces(start, end):
            if high > level:
                return left + (right - left) * max(0.0, level - low) / (high - low)
        return end if self.at(end) > level else None

    @property
    def raised_at(self) -> float | None:
        """When the value first begins to grow; ``None`` when it never does.

        >>> Polyline(((0.0, 5.0), (60.0, 5.0), (90.0, 8.0))).raised_at
        60.0
        """
        for (left, low), (_, high) in pairwise(self.knots):
            if high > low:
                return left
        return None

    def _pieces(
        self, start: float, end: float
    ) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """Cut the line between *start* and *end* at its knots."""
        if end <= start:
            return []
        first, last = bisect_right(self._times, start), bisect_right(self._times, end)
        inner = [knot for knot in self.knots[first:last] if knot[0] < end]
        points = [(start, self.at(start)), *inner, (end, self._before(end))]
        return list(pairwise(points))

    def _before(self, time: float) -> float:
        """Give the value at *time*, at a jump the one in front of it."""
        index = bisect_left(self._times, time)
        if index == 0:
            return self.knots[0][1]
        if index == len(self.knots):
            return self.knots[-1][1]
        return _between(self.knots[index - 1], self.knots[index], time)


def _area(length: float, low: float, high: float, ceiling: float | None) -> float:
    """Give the area below a straight line, and below *ceiling*."""
    if ceiling is None or max(low, high) <= ceiling:
        return length * (low + high) / 2
    if min(low, high) >= ceiling:
        return length * ceiling
    share = (ceiling - min(low, high)) / abs(high - low)
    below = (min(low, high) + ceiling) / 2 * share
    return length * (below + ceiling * (1 - share))


def _between(
    left: tuple[float, float], right: tuple[float, float], time: float
) -> float:
    """Read the straight line through two knots at *time*."""
    if right[0] == left[0] or left[1] == right[1]:
        return right[1]
    return left[1] + (right[1] - left[1]) * (time - left[0]) / (right[0] - left[0])
