"""What people write for quantities and durations when they build an HPA.

Only the reading of single values, and the error for one that cannot be meant;
files are read strictly as the API has them (``hpa.manifests``).
"""

from __future__ import annotations

import math
from datetime import timedelta

from octoscale.core.duration import DurationError, parse_prometheus
from octoscale.core.errors import UsageError
from octoscale.core.quantity import Quantity, QuantityError

QuantityLike = Quantity | str | int | float
"""``0.5``, ``200``, ``"500m"``, ``"300Mi"`` or a ``Quantity``."""

DurationLike = str | int | float | timedelta
"""``"5m"``, seconds, or a ``timedelta``."""


class BuildError(UsageError):
    """An HPA that cannot be: *field* is the argument or API field, *reason* why."""

    def __init__(self, field: str, reason: str) -> None:
        """Name the field and the reason in one line."""
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def quantity(value: QuantityLike, *, field: str) -> Quantity:
    """Read a positive quantity. Raises ``BuildError`` naming *field*.

    >>> quantity(0.5, field="value")
    Quantity('500m')
    """
    if isinstance(value, bool):
        raise BuildError(field, "a quantity is expected, not true or false")
    try:
        result = value if isinstance(value, Quantity) else Quantity.parse(str(value))
    except QuantityError as error:
        raise BuildError(field, str(error)) from error
    if result.sign != 1:
        raise BuildError(field, f"must be positive, is {result}")
    return result


def whole_seconds(
    value: DurationLike, *, field: str, least: int = 0, most: int | None = None
) -> int:
    """Read a duration of whole seconds. Raises ``BuildError`` naming *field*.

    >>> whole_seconds("5m", field="window")
    300
    """
    seconds = _seconds(value, field)
    if seconds != int(seconds):
        raise BuildError(field, f"must be whole seconds, is {seconds} s")
    if seconds < least:
        raise BuildError(field, f"must be at least {least} s, is {int(seconds)} s")
    if most is not None and seconds > most:
        raise BuildError(field, f"must be at most {most} s, is {int(seconds)} s")
    return int(seconds)


def _seconds(value: DurationLike, field: str) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, str):
        try:
            return parse_prometheus(value)
        except DurationError as error:
            raise BuildError(field, str(error)) from error
    if isinstance(value, bool) or not math.isfinite(value):
        raise BuildError(field, f"a duration is expected, not {value}")
    return value
