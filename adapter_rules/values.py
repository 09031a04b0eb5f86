"""From a sample's value to the Quantity that a metrics API serves.

Bit for bit as the adapter on amd64: thousandths, truncated towards zero in
float arithmetic, and a hugely negative number for what does not fit. ``lossy``
says when that happened, for those who would rather not serve it.
"""

from __future__ import annotations

import math
from typing import Literal

from octoscale.core.quantity import MILLI, Quantity, QuantityFormat

Api = Literal["custom", "external"]
"""Which API serves the value: they differ in what NaN becomes."""

_MIN_INT64 = -(2**63)
"""What Go makes on amd64 of a float that no int64 can hold."""


def milli(value: float, api: Api = "custom") -> int:
    """Give the thousandths that are served for *value*.

    >>> milli(1.005), milli(-1.9999), milli(float("nan")), milli(float("inf"))
    (1004, -1999, 0, -9223372036854775808)
    """
    if math.isnan(value):
        return 0 if api == "custom" else _MIN_INT64
    product = value * 1000.0
    if not -(2.0**63) <= product < 2.0**63:
        return _MIN_INT64
    return int(product)


def quantity(value: float, api: Api = "custom") -> Quantity:
    """Give the quantity that is served for *value*.

    >>> quantity(1500).canonical, quantity(1.5).canonical, quantity(1e6).canonical
    ('1500', '1500m', '1M')
    """
    return Quantity.of_milli(milli(value, api))


def memory_quantity(value: float) -> Quantity:
    """Give the quantity that metrics.k8s.io serves for bytes of memory.

    >>> memory_quantity(64 * 1024 * 1024).canonical
    '64Mi'
    """
    thousandths = milli(value, "external")
    return Quantity(thousandths, MILLI, QuantityFormat.BINARY_SI)


def lossy(value: float, api: Api = "custom") -> str | None:
    """Say what the API makes of a value that it cannot hold; ``None`` if it can.

    >>> lossy(float("nan"))
    'NaN, served as 0'
    """
    if math.isfinite(value) and milli(value, api) != _MIN_INT64:
        return None
    shown = {math.inf: "+Inf", -math.inf: "-Inf"}.get(value, f"{value:g}")
    name = "NaN" if math.isnan(value) else shown
    return f"{name}, served as {quantity(value, api).canonical}"
