"""Arithmetic exactly as upstream's: Go's division, rounding and integer widths.

Numbers only: which pods and samples go into a ratio is decided in
``hpa.algorithm.pods`` and ``hpa.algorithm.replicas``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_INT32 = 1 << 31
_INT64 = 1 << 63


def quotient(dividend: float, divisor: float) -> float:
    """Divide as IEEE 754 does: by zero gives an infinity, or not-a-number.

    No valid object has a target of 0, but the API server itself writes
    ``value: "0"`` into converted Object targets.

    >>> quotient(3, 0), quotient(3, 2)
    (inf, 1.5)
    """
    if divisor:
        return dividend / divisor
    if not dividend or math.isnan(dividend):
        return math.nan
    return math.copysign(math.inf, dividend) * math.copysign(1.0, divisor)


def truncated(dividend: int, divisor: int) -> int:
    """Divide integers toward zero, as Go does; ``//`` would round down.

    >>> truncated(-7, 2), -7 // 2
    (-3, -4)
    """
    whole = dividend // divisor
    return whole + 1 if whole < 0 and whole * divisor != dividend else whole


def int32(value: int) -> int:
    """Wrap an integer to 32 bits: upstream's replica counts are int32.

    >>> int32(2**31)
    -2147483648
    """
    return (value + _INT32) % (2 * _INT32) - _INT32


def int32_of(value: float) -> int:
    """Convert a float to a replica count, cutting off its fraction.

    Go leaves the result open for what does not fit; on amd64 it is the
    smallest int32, so a metric beyond all bounds scales *down*. We keep that:
    it is what the clusters do.

    >>> int32_of(7.9), int32_of(math.inf)
    (7, -2147483648)
    """
    if -_INT32 - 1 < value < _INT32:
        return int(value)
    return -_INT32


def ceiling(value: float) -> int:
    """Round up to a replica count (``int32(math.Ceil(...))``).

    >>> ceiling(100 * 1.1)
    111
    """
    # A comparison that is false for not-a-number keeps ceil from raising.
    if -_INT32 - 1 < value <= _INT32 - 1:
        return math.ceil(value)
    return -_INT32


def ceiling_int64(value: float) -> int:
    """Round up to a 64-bit value (``int64(math.Ceil(...))``), as on amd64."""
    if -_INT64 <= value < _INT64:
        return math.ceil(value)
    return -_INT64


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a usage ratio may be from 1 without any rescale."""

    up: float
    down: float
    as_band: bool = False
    """Compare with the ends of the band (Kubernetes 1.33) and not the distance
    from 1; in floats the two differ at the ends, and only then."""

    def holds(self, ratio: float) -> bool:
        """Tell whether *ratio* counts as being at its target.

        >>> Tolerance(0.1, 0.1).holds(1.1), Tolerance(0.1, 0.1).holds(0.9)
        (False, True)
        >>> Tolerance(0.1, 0.1, as_band=True).holds(1.1)
        True
        """
        if self.as_band:
            return 1.0 - self.down <= ratio <= 1.0 + self.up
        return abs(1.0 - ratio) <= (self.up if ratio > 1.0 else self.down)
