"""Seconds, sizes and rates, written the way that people read them.

Decimal prefixes, as the paper's sizes have them. Values that are read by
machines are never written through here.
"""

from __future__ import annotations

from octoscale.core.quantity import Quantity, QuantityError

_PREFIXES = ("", "k", "M", "G", "T", "P")


def size(count: float) -> str:
    """Write bytes with a decimal prefix.

    >>> size(19_170_000), size(2_730_000_000), size(12)
    ('19.17 MB', '2.73 GB', '12 B')
    """
    return f"{_scaled(count)}B"


def rate(bytes_per_second: float) -> str:
    """Write a bandwidth with a decimal prefix.

    >>> rate(125e6)
    '125 MB/s'
    """
    return f"{_scaled(bytes_per_second)}B/s"


def seconds(value: float) -> str:
    """Write seconds with one decimal, below ten with two.

    >>> seconds(75.04), seconds(1.256), seconds(-0.0)
    ('75.0 s', '1.26 s', '0.00 s')
    """
    value += 0.0  # turns -0.0 into 0.0
    return f"{value:.1f} s" if abs(value) >= 9.995 else f"{value:.2f} s"


def number(value: float) -> str:
    """Write a rate or a count: whole above a hundred, else three digits.

    >>> number(22253.58), number(95.44), number(0.0123), number(-0.0)
    ('22,254', '95.4', '0.0123', '0')
    """
    value += 0.0  # turns -0.0 into 0.0
    return f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:.3g}"


def quantity(text: str) -> str:
    """Write a Kubernetes quantity as a plain number; other text stays as it is.

    >>> quantity("175666m"), quantity("1809"), quantity("5m"), quantity("?")
    ('175.7', '1809', '0.005', '?')
    """
    try:
        value = Quantity.parse(text).milli_value / 1000
    except QuantityError:
        return text
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 10 else f"{value:.3g}"


def _scaled(count: float) -> str:
    step = 0
    while abs(count) >= 999.995 and step < len(_PREFIXES) - 1:
        count /= 1000
        step += 1
    digits = f"{count:.2f}".rstrip("0").rstrip(".")
    return f"{digits} {_PREFIXES[step]}"
