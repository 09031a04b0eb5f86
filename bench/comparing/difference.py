"""The difference of one figure between two runs, with an interval and a verdict.

Pure. Which figures are compared is decided in the modules beside this one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bench.statistics import t_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.statistics import Summary


ROUNDING = 1e-9
"""Smaller differences come from adding in another order."""


class Verdict(StrEnum):
    """What a difference means."""

    WORSE = "worse"
    """Beyond the threshold, in the wrong direction."""

    BETTER = "better"
    """Beyond the threshold, in the right direction."""

    SAME = "within the threshold"
    MISSING = "not in both"
    """One of the runs has no such figure."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """How much worse is too much: a share of the first run's mean, or absolute."""

    amount: float
    relative: bool

    @classmethod
    def parse(cls, text: str) -> Threshold:
        """Read ``10%`` as a share, and ``2.5`` or ``2.5s`` as an amount.

        Raises ``ValueError``.

        >>> Threshold.parse("10%"), Threshold.parse("2s")
        (Threshold(amount=0.1, relative=True), Threshold(amount=2.0, relative=False))
        """
        number = text.strip().removesuffix("%").removesuffix("s")
        relative = text.strip().endswith("%")
        try:
            amount = float(number)
        except ValueError:
            amount = math.nan
        if not (math.isfinite(amount) and amount >= 0):
            raise ValueError(f"not a threshold: {text!r} (write it like 10% or 2.5s)")
        return cls(amount / 100 if relative else amount, relative)

    def of(self, mean: float) -> float:
        """Give the amount for a first run with this *mean*."""
        return self.amount * abs(mean) if self.relative else self.amount

    def __str__(self) -> str:
        """Write it as it is given."""
        return f"{self.amount * 100:g} %" if self.relative else f"{self.amount:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure in two runs: the second minus the first."""

    subject: str
    """What it is a figure of: an image, or a cell of a load test."""

    figure: str
    """``scale-up``, ``goodput`` and so on."""

    unit: str
    """``s``, ``/s`` or nothing for a plain number."""

    before: Summary | None
    after: Summary | None
    low: float | None
    """The interval of the difference; ``None`` where single repeats allow none."""

    high: float | None
    interval: str
    """What the interval is."""

    judged: bool
    """Whether it decides about the exit code."""

    verdict: Verdict

    @property
    def amount(self) -> float | None:
        """The difference of the means."""
        if self.before is None or self.after is None:
            return None
        return self.after.mean - self.before.mean

    @property
    def share(self) -> float | None:
        """The difference over the first mean."""
        if self.amount is None or self.before is None or not self.before.mean:
            return None
        return self.amount / abs(self.before.mean)

    @property
    def proved(self) -> bool | None:
        """Whether the interval leaves out 0; ``None`` without an interval."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


def welch(before: Summary, after: Summary) -> tuple[float, float] | None:
    """Give the 95 % interval of the difference of two means of unequal spread.

    Welch's, with Satterthwaite's degrees of freedom rounded down, which errs towards
    a wider one. ``None`` when either run has a single repeat.

    >>> from bench.statistics import summarise
    >>> a = summarise([10.0, 12.0, 14.0], simulated=False)
    >>> b = summarise([20.0, 22.0, 24.0], simulated=False)
    >>> [round(end, 2) for end in welch(a, b)]
    [5.47, 14.53]
    """
    if before.deviation is None or after.deviation is None:
        return None
    first = before.deviation**2 / before.count
    second = after.deviation**2 / after.count
    middle = after.mean - before.mean
    if not first + second:
        return middle, middle
    freedom = (first + second) ** 2 / (
        first**2 / (before.count - 1) + second**2 / (after.count - 1)
    )
    half = t_quantile(max(1, int(freedom + 1e-9))) * math.sqrt(first + second)
    return middle - half, middle + half


def paired(
    before: Mapping[int, float], after: Mapping[int, float]
) -> tuple[float, float] | None:
    """Give the smallest and the largest difference of runs with the same seed.

    ``None`` unless both have the same seeds, at least two.

    >>> paired({1: 10.0, 2: 12.0}, {1: 11.0, 2: 15.0})
    (1.0, 3.0)
    """
    if len(before) < 2 or set(before) != set(after):
        return None
    gaps = [after[seed] - value for seed, value in before.items()]
    return min(gaps), max(gaps)


def spread(
    before: Sequence[float], after: Sequence[float]
) -> tuple[float, float] | None:
    """Give the smallest and the largest difference of any two simulated repeats.

    >>> spread([10.0, 12.0], [11.0, 15.0])
    (-1.0, 5.0)
    """
    if len(before) < 2 or len(after) < 2:
        return None
    return min(after) - max(before), max(after) - min(before)


def judge(
    before: Summary | None,
    after: Summary | None,
    threshold: Threshold,
    *,
    more_is_better: bool = False,
) -> Verdict:
    """Hold the difference of two means against a threshold."""
    if before is None or after is None:
        return Verdict.MISSING
    amount = after.mean - before.mean
    if abs(amount) <= threshold.of(before.mean) + ROUNDING:
        return Verdict.SAME
    return Verdict.WORSE if (amount < 0) == more_is_better else Verdict.BETTER
