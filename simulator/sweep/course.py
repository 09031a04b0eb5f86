"""A load's course as tables: areas below it in constant time, for any endpoints.

With so many endpoints no more is served than so many capacities: there is one
row of areas for each number of them. Where time lies is found by buckets.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from hpa.algorithm.batch.compiling import compiled, inlined

if TYPE_CHECKING:
    from simulator.loads.polyline import Polyline

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_MOST_BUCKETS = 2_000_000


class Course(NamedTuple):
    """The tables. Times are seconds of the run."""

    starts: Floats
    """When each straight piece begins; the first at 0, the last never ends."""

    levels: Floats
    """The load at each beginning."""

    slopes: Floats
    """How the load changes in a second."""

    areas: Floats
    """Row n: what n endpoints have served before each beginning; row 0 holds
    what was offered, as do all when there is no capacity."""

    above: Floats
    """Row n: for how long before each beginning the load was more than n
    endpoints bear; row 0: more than nothing."""

    buckets: Ints
    """The last piece that begins at or before each bucket of time."""

    pace: float
    """Buckets in a second."""

    capacity: float
    """Of one endpoint; infinite when there is none."""


def _slope_after(line: Polyline, time: float) -> float:
    later = [knot for knot in line.knots if knot[0] > time]
    if not later:
        return 0.0
    moment, level = later[0]
    return (level - line.at(time)) / (moment - time)


def _pieces(line: Polyline, duration: float) -> tuple[Floats, Floats, Floats]:
    """Cut the line into straight pieces with a length, from 0 on."""
    knots = [(0.0, line.at(0.0))]
    knots += [knot for knot in line.knots if 0 < knot[0] <= duration]
    pieces = [
        (left, low, (high - low) / (right - left))
        for (left, low), (right, high) in pairwise(knots)
        if right > left
    ]
    end = knots[-1][0]
    pieces.append((end, line.at(end), _slope_after(line, end)))
    starts, levels, slopes = (np.array(column) for column in zip(*pieces, strict=True))
    return starts, levels, slopes


@compiled
def below(first: float, slope: float, length: float, level: float) -> float:
    """Give the area below a straight line and below *level*.

    >>> below(0.0, 1.0, 10.0, 5.0)
    37.5
    """
    last = first + slope * length
    if max(first, last) <= level:
        return length * (first + last) / 2
    if min(first, last) >= level:
        return length * level
    low = min(first, last)
    share = (level - low) / abs(last - first)
    return length * ((low + level) / 2 * share + level * (1 - share))


@compiled
def over(first: float, slope: float, length: float, level: float) -> float:
    """Tell for how long a straight line is above *level*.

    >>> over(0.0, 1.0, 10.0, 5.0)
    5.0
    """
    last = first + slope * length
    if min(first, last) > level:
        return length
    if max(first, last) <= level:
        return 0.0
    return length * (max(first, last) - level) / abs(last - first)


def course_of(
    line: Polyline, *, capacity: float | None, endpoints: int, duration: float
) -> Course:
    """Build the tables for up to so many *endpoints*."""
    starts, levels, slopes = _pieces(line, duration)
    rows = endpoints + 1 if capacity is not None else 1
    limit = math.inf if capacity is None else capacity
    areas, above = np.zeros((rows, len(starts))), np.zeros((rows, len(starts)))
    for row in range(rows):
        level = limit * row if row else math.inf
        threshold = limit * row * (1 + 1e-9) if row else 0.0
        for piece in range(len(starts) - 1):
            length = starts[piece + 1] - starts[piece]
            first, slope = levels[piece], slopes[piece]
            areas[row, piece + 1] = areas[row, piece] + below(
                first, slope, length, level
            )
            above[row, piece + 1] = above[row, piece] + over(
                first, slope, length, threshold
            )
    shortest = float(np.diff(starts).min()) if len(starts) > 1 else duration
    count = min(_MOST_BUCKETS, math.ceil(duration / max(shortest, 1e-3)) + 2)
    width = duration / (count - 1) if duration else 1.0
    edges = np.arange(count) * width
    buckets = np.searchsorted(starts, edges, side="right").astype(np.int64) - 1
    return Course(starts, levels, slopes, areas, above, buckets, 1 / width, limit)


@inlined
def piece_at(course: Course, time: float) -> int:
    """Find the piece that *time* lies in."""
    bucket = min(int(time * course.pace), course.buckets.shape[0] - 1)
    piece = course.buckets[bucket]
    while piece + 1 < course.starts.shape[0] and course.starts[piece + 1] <= time:
        piece += 1
    return int(piece)


@inlined
def load_at(course: Course, time: float) -> float:
    """Give the load at *time*."""
    piece = piece_at(course, time)
    passed = time - course.starts[piece]
    return float(course.levels[piece] + course.slopes[piece] * passed)


@inlined
def area_at(course: Course, endpoints: int, time: float) -> float:
    """Give what so many *endpoints* had served by *time*, if always as many."""
    piece = piece_at(course, time)
    row = min(endpoints, course.areas.shape[0] - 1)
    level = math.inf
    if row > 0:
        level = course.capacity * row
    rest = below(
        course.levels[piece],
        course.slopes[piece],
        time - course.starts[piece],
        level,
    )
    return float(course.areas[row, piece] + rest)


@inlined
def above_at(course: Course, endpoints: int, time: float) -> float:
    """Give for how long by *time* the load was more than *endpoints* bear."""
    piece = piece_at(course, time)
    row = min(endpoints, course.above.shape[0] - 1)
    level = 0.0
    if row > 0:
        level = course.capacity * row * (1 + 1e-9)
    rest = over(
        course.levels[piece],
        course.slopes[piece],
        time - course.starts[piece],
        level,
    )
    return float(course.above[row, piece] + rest)
