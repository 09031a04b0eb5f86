"""The distribution of one phase: its shape, fitted by likelihood, and how well.

Few shapes on purpose: what a handful of pods can tell apart. Which phases there
are, and what the simulator makes of them, is decided elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONSTANT_SPREAD = 1e-6
"""A range of less than so many seconds is no spread at all."""


class Family(StrEnum):
    """The shapes that are tried."""

    CONSTANT = "constant"
    UNIFORM = "uniform"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    EXPONENTIAL = "shifted exponential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What the values of one phase are like."""

    count: int
    mean: float
    deviation: float
    """Sample standard deviation; 0 for a single value."""

    smallest: float
    median: float
    p90: float
    largest: float
    family: Family
    """The shape with the smallest Akaike criterion; with fewer than 3 values, or
    without any spread, constant."""

    parameters: dict[str, float]
    """Of that shape, by name."""

    distance: float
    """Kolmogorov's: the largest gap between the values' steps and the shape, 0 to 1."""


def fit(values: Sequence[float]) -> Fitted | None:
    """Fit one phase's seconds; ``None`` without any value.

    >>> found = fit([2.0, 2.0, 2.0])
    >>> str(found.family), found.parameters
    ('constant', {'value': 2.0})
    """
    if not values:
        return None
    ordered = sorted(values)
    count, mean = len(ordered), math.fsum(ordered) / len(ordered)
    squares = math.fsum((value - mean) ** 2 for value in ordered)
    family, parameters = _best(ordered, mean, math.sqrt(squares / count))
    return Fitted(
        count=count,
        mean=mean,
        deviation=math.sqrt(squares / (count - 1)) if count > 1 else 0.0,
        smallest=ordered[0],
        median=quantile(ordered, 0.5),
        p90=quantile(ordered, 0.9),
        largest=ordered[-1],
        family=family,
        parameters=parameters,
        distance=_distance(ordered, family, parameters),
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Give a quantile of sorted values, between two of them in proportion.

    >>> quantile([1.0, 2.0, 4.0], 0.5), quantile([1.0, 3.0], 0.25)
    (2.0, 1.5)
    """
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _best(
    ordered: Sequence[float], mean: float, deviation: float
) -> tuple[Family, dict[str, float]]:
    """Choose the shape by Akaike's criterion."""
    low, high, count = ordered[0], ordered[-1], len(ordered)
    if count < 3 or high - low < CONSTANT_SPREAD:
        return Family.CONSTANT, {"value": mean}
    found: list[tuple[float, Family, dict[str, float]]] = []

    def offer(family: Family, likelihood: float, **parameters: float) -> None:
        found.append((4 - 2 * likelihood, family, parameters))

    offer(Family.UNIFORM, -count * math.log(high - low), low=low, high=high)
    offer(
        Family.NORMAL, _normal(count, deviation), mean=mean, deviation=deviation
    )  # fmt: skip
    offer(
        Family.EXPONENTIAL,
        -count * (1 + math.log(mean - low)),
        low=low,
        mean_above=mean - low,
    )
    if low > 0:
        logs = [math.log(value) for value in ordered]
        middle = math.fsum(logs) / count
        sigma = math.sqrt(math.fsum((x - middle) ** 2 for x in logs) / count)
        likelihood = _normal(count, sigma) - math.fsum(logs)
        offer(Family.LOGNORMAL, likelihood, mu=middle, sigma=sigma)
    _, family, parameters = min(found, key=lambda one: one[0])
    return family, parameters


def _normal(count: int, deviation: float) -> float:
    """Give the log likelihood of a normal shape at its maximum."""
    return -count / 2 * (math.log(2 * math.pi * deviation**2) + 1)


def _distance(
    ordered: Sequence[float], family: Family, parameters: dict[str, float]
) -> float:
    if family is Family.CONSTANT:
        return 0.0
    share, count = _SHARES[family], len(ordered)
    gaps = [
        max(abs(share(value, parameters) - at / count) for at in (index, index + 1))
        for index, value in enumerate(ordered)
    ]
    return max(gaps)


def _uniform_share(value: float, given: dict[str, float]) -> float:
    return (value - given["low"]) / (given["high"] - given["low"])


def _normal_share(value: float, given: dict[str, float]) -> float:
    return _phi((value - given["mean"]) / given["deviation"])


def _lognormal_share(value: float, given: dict[str, float]) -> float:
    return _phi((math.log(value) - given["mu"]) / given["sigma"])


def _exponential_share(value: float, given: dict[str, float]) -> float:
    return 1 - math.exp(-(value - given["low"]) / given["mean_above"])


def _phi(value: float) -> float:
    return (1 + math.erf(value / math.sqrt(2))) / 2


_SHARES: dict[Family, Callable[[float, dict[str, float]], float]] = {
    Family.UNIFORM: _uniform_share,
    Family.NORMAL: _normal_share,
    Family.LOGNORMAL: _lognormal_share,
    Family.EXPONENTIAL: _exponential_share,
}
