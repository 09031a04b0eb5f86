"""rate, increase and irate as Prometheus 2.42 computes them, and nothing else.

Follows ``extrapolatedRate`` and ``instantValue`` of its ``promql`` package,
operation by operation, so that results agree to the last bits. Plain numbers
in and out: which samples lie in the window is decided by the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_THRESHOLD = 1.1
"""How much of an average interval may lie between the window's edge and the
nearest sample for that sample's neighbour to be expected beyond the edge."""


def increase(
    times_ms: Sequence[int], values: Sequence[float], *, start_ms: int, end_ms: int
) -> float | None:
    """Estimate how much a counter grew in the window *start_ms* to *end_ms*.

    ``None`` with fewer than two samples.

    >>> increase([0, 10_000], [0.0, 5.0], start_ms=-10_000, end_ms=10_000)
    5.0
    """
    growth = _growth(values)
    if growth is None:
        return None
    return growth * _factor(times_ms, values[0], growth, start_ms, end_ms)


def rate(
    times_ms: Sequence[int], values: Sequence[float], *, start_ms: int, end_ms: int
) -> float | None:
    """Estimate a counter's growth in a second, over the window.

    ``None`` with fewer than two samples.

    >>> rate([0, 10_000, 20_000], [0.0, 5.0, 10.0], start_ms=0, end_ms=20_000)
    0.5
    """
    growth = _growth(values)
    if growth is None:
        return None
    factor = _factor(times_ms, values[0], growth, start_ms, end_ms)
    return growth * (factor / ((end_ms - start_ms) / 1000))


def irate(times_ms: Sequence[int], values: Sequence[float]) -> float | None:
    """Give a counter's growth in a second between its last two samples.

    ``None`` with fewer than two samples.

    >>> irate([0, 5_000, 10_000], [0.0, 9.0, 4.0])
    0.8
    """
    if len(values) < 2:
        return None
    last, previous = values[-1], values[-2]
    growth = last if last < previous else last - previous
    return growth / ((times_ms[-1] - times_ms[-2]) / 1000)


def _growth(values: Sequence[float]) -> float | None:
    """Sum up a counter's growth, each fall counted as a restart from 0."""
    if len(values) < 2:
        return None
    growth = values[-1] - values[0]
    previous = values[0]
    for value in values[1:]:
        if value < previous:
            growth += previous
        previous = value
    return growth


def _factor(
    times_ms: Sequence[int], first: float, growth: float, start_ms: int, end_ms: int
) -> float:
    """Tell by how much the growth between samples is stretched to the window."""
    return stretch(
        times_ms[0], times_ms[-1], len(times_ms), first, growth, start_ms, end_ms
    )


def stretch(  # noqa: PLR0913, PLR0917 - compiled as it is: numbers in their order
    first_ms: int,
    last_ms: int,
    count: int,
    first: float,
    growth: float,
    start_ms: int,
    end_ms: int,
) -> float:
    """Tell by how much a growth between samples is stretched to the window.

    Of the *count* samples the first and last times, the *first* value, and the
    *growth* from there to the last one.

    >>> stretch(0, 10_000, 2, 5.0, 1.0, -10_000, 10_000)
    2.0
    """
    to_start = (first_ms - start_ms) / 1000
    to_end = (end_ms - last_ms) / 1000
    sampled = (last_ms - first_ms) / 1000
    average = sampled / (count - 1)
    if growth > 0 and first >= 0:
        # A counter cannot have been below 0: do not extrapolate past its zero.
        to_start = min(to_start, sampled * (first / growth))
    stretched = sampled
    stretched += to_start if to_start < average * _THRESHOLD else average / 2
    stretched += to_end if to_end < average * _THRESHOLD else average / 2
    return stretched / sampled
