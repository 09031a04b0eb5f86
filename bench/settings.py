"""What users set on a driver: from text to figures, and errors in their words.

Which settings there are is the driver's.
"""

from __future__ import annotations

import difflib
import math
from typing import TYPE_CHECKING

from octoscale.core.errors import UsageError
from octoscale.core.quantity import Quantity, QuantityError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.drivers.base import Settings


def parse_setting(text: str) -> tuple[str, str]:
    """Take ``name=value`` apart.

    Raises ``UsageError`` without an equals sign, a name or a value.

    >>> parse_setting("node_link = 125M")
    ('node_link', '125M')
    """
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (equals and name and value):
        raise UsageError(
            f"not a setting: {text!r}", hint="write it as name=value: nodes=12"
        )
    return name, value


def number(name: str, text: str) -> float:
    """Read a setting's number: plain, or with a suffix as Kubernetes has them.

    Raises ``UsageError``.

    >>> number("node_link", "12.5M"), number("unpack_rate", "1e6")
    (12500000.0, 1000000.0)
    """
    try:
        value = Quantity.parse(text).milli_value / 1000
    except QuantityError as error:
        raise UsageError(
            f"{name}: not a number: {text!r}", hint="like 0.5, 125M or 1e6"
        ) from error
    if not math.isfinite(value):
        raise UsageError(f"{name}: {text!r} is too large")
    return value


def count(given: Settings, name: str, default: int) -> int:
    """Read a setting that counts something; *default* when it was not given.

    Raises ``UsageError`` unless it is a whole number from 1 to 10000.
    """
    if name not in given:
        return default
    value = number(name, given[name])
    if value != int(value) or not 1 <= value <= 10_000:
        raise UsageError(
            f"{name}: should be a whole number from 1 to 10000, not {given[name]}"
        )
    return int(value)


def unknown(name: str, known: Sequence[str]) -> UsageError:
    """Build the error for a setting that a driver does not have."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return UsageError(
        f"no setting is called {name!r}", hint=f"{hint}known: {', '.join(known)}"
    )
