"""Exact time: seconds as floats outside, whole microseconds inside.

A scale event that is *exactly* one policy period old must compare as such,
and ``300.33 - 0.33`` in floats is not 300. A float tells microseconds apart
for any date of this century, so rounding to them loses nothing.
"""

from __future__ import annotations


def micros(seconds: float) -> int:
    """Round a time or a length of time to whole microseconds.

    >>> micros(300.33) - micros(0.33) == micros(300)
    True
    """
    return round(seconds * 1_000_000)
