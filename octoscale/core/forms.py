"""The forms in which people write durations and quantities in a file.

One reader for all file models; each raises ``ValueError`` with a text that says
what was expected, which pydantic and ``schema`` turn into a finding. What a
field is for belongs to its model.
"""

from __future__ import annotations

from octoscale.core.duration import DurationError, parse_prometheus
from octoscale.core.quantity import Quantity, QuantityError


def seconds_of(value: object) -> float:
    """Read a duration in Prometheus' notation, longer than zero.

    >>> seconds_of("2m")
    120.0
    """
    if not isinstance(value, str):
        raise ValueError(f"should be a duration like 15s or 2m, not {value!r}")  # noqa: TRY004 - pydantic turns a ValueError into a finding
    try:
        seconds = parse_prometheus(value)
    except DurationError as error:
        raise ValueError(str(error)) from None
    if seconds <= 0:
        raise ValueError(f"should be longer than zero, not {value!r}")
    return seconds


def quantity_of(value: object) -> Quantity:
    """Read a Kubernetes quantity above zero; plain numbers are taken too.

    >>> quantity_of("500m").milli_value, quantity_of(200).milli_value
    (500, 200000)
    """
    text = str(value) if isinstance(value, int | float) else value
    if isinstance(value, bool) or not isinstance(text, str):
        raise ValueError(f"should be a quantity like 200, 500m or 1.5k, not {value!r}")  # noqa: TRY004 - as above
    try:
        amount = Quantity.parse(text)
    except QuantityError as error:
        raise ValueError(str(error)) from None
    if amount.sign <= 0:
        raise ValueError(f"should be above zero, not {text}")
    return amount
