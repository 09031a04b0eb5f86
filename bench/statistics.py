"""Mean, spread and interval of a handful of repeats.

Small numbers are the rule here: five repeats, or one. Nothing is assumed to be
normal where a simulation drew it; see ``interval``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class IntervalKind(StrEnum):
    """What an interval may be taken for."""

    SEEDS = "spread over the model's seeds"
    """From the smallest to the largest of what the seeds gave. It says how
    much the model's own chance matters, and nothing about the real world."""

    CONFIDENCE = "95 % confidence interval of the mean (t)"
    """Student's, from independent repeats on a real cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What repeats of one figure say together. Seconds, all of them."""

    count: int
    mean: float
    deviation: float | None
    """Sample standard deviation (n - 1); ``None`` for a single repeat."""

    smallest: float
    largest: float
    low: float | None
    """The interval's ends; ``None`` where one repeat allows none."""

    high: float | None
    kind: IntervalKind


def summarise(values: Sequence[float], *, simulated: bool) -> Summary | None:
    """Summarise repeats; ``None`` when there are none.

    >>> summary = summarise([10.0, 12.0, 14.0], simulated=False)
    >>> summary.mean, summary.deviation, round(summary.low, 2), round(summary.high, 2)
    (12.0, 2.0, 7.03, 16.97)
    >>> summary = summarise([10.0, 12.0, 14.0], simulated=True)
    >>> summary.low, summary.high, str(summary.kind)
    (10.0, 14.0, "spread over the model's seeds")
    """
    if not values:
        return None
    if not all(math.isfinite(value) for value in values):
        raise ValueError("only finite numbers can be summarised")
    count = len(values)
    mean = math.fsum(values) / count
    deviation = _deviation(values, mean) if count > 1 else None
    low = high = None
    if deviation is not None:
        low, high = min(values), max(values)
        if not simulated:
            half = t_quantile(count - 1) * deviation / math.sqrt(count)
            low, high = mean - half, mean + half
    return Summary(
        count=count,
        mean=mean,
        deviation=deviation,
        smallest=min(values),
        largest=max(values),
        low=low,
        high=high,
        kind=IntervalKind.SEEDS if simulated else IntervalKind.CONFIDENCE,
    )


def _deviation(values: Sequence[float], mean: float) -> float:
    squares = math.fsum((value - mean) ** 2 for value in values)
    return math.sqrt(squares / (len(values) - 1))


def t_quantile(freedom: int) -> float:
    """Give Student's t for a two-sided 95 % interval.

    Found by bisection on the distribution itself, which is a finite sum for
    whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).

    >>> [round(t_quantile(n), 3) for n in (1, 2, 4, 9, 30)]
    [12.706, 4.303, 2.776, 2.262, 2.042]
    """
    if freedom < 1:
        raise ValueError("a t-quantile needs at least one degree of freedom")
    low, high = 1.9, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        if _t_within(middle, freedom) < 0.95:
            low = middle
        else:
            high = middle
    return high


def _t_within(value: float, freedom: int) -> float:
    """Give the probability that Student's t lies between -value and value."""
    angle = math.atan(value / math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = freedom % 2 == 1
    if freedom == 1:
        return 2 * angle / math.pi
    term = cosine if odd else 1.0
    total = term
    for step in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
