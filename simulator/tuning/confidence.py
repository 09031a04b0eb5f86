"""How sure a mean of a few runs is: Student's interval, and nothing else.

Runs differ in seed and day. Two configurations are compared run by run: what a
day or a seed does to both is no difference between them.
"""

from __future__ import annotations

import math
from statistics import fmean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL_PERCENT = 95

# Quantiles of Student's distribution at 0.975, for 1, 2, 3 ... degrees of freedom.
_QUANTILES = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
_NORMAL = 1.960


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Give the interval that holds the true mean in 95 of 100 cases.

    ``None`` for a single value: nothing is known of its spread.

    >>> interval([1.0, 2.0, 3.0, 4.0])
    (0.446, 4.554)
    """
    degrees = len(values) - 1
    if degrees < 1:
        return None
    quantile = _QUANTILES[degrees - 1] if degrees <= len(_QUANTILES) else _NORMAL
    half = quantile * stdev(values) / math.sqrt(len(values))
    middle = fmean(values)
    return round(middle - half, 3), round(middle + half, 3)
