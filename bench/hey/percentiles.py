"""The index rule by which hey picks percentiles, for those who read its CSV.

Other tools interpolate or take the nearest rank; figures that are to be laid
beside hey's text have to be picked as hey picks them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.hey.report import PERCENTS

if TYPE_CHECKING:
    from collections.abc import Sequence


def percentiles(seconds: Sequence[float]) -> dict[int, float]:
    """Pick the percentiles that hey would print of these response times.

    hey walks through the sorted times once (``latencies`` in its ``report.go``).
    At index i, from 0, it has come to ``i * 100 // count`` percent; the first
    time that comes to the next percentile becomes it, and each time becomes one
    percentile at most. So few times leave the upper ones out, and one that is 0
    is left out, too.

    >>> percentiles([0.4, 0.1, 0.3, 0.2])
    {10: 0.2, 25: 0.3, 50: 0.4}
    """
    ordered = sorted(seconds)
    picked: dict[int, float] = {}
    waiting = list(PERCENTS)
    for index, value in enumerate(ordered):
        if not waiting:
            break
        if index * 100 // len(ordered) >= waiting[0]:
            picked[waiting.pop(0)] = value
    return {percent: value for percent, value in picked.items() if value > 0}
