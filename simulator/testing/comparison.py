"""What a value is expected to be: ``8``, ``> 6``, ``4..8``, ``>= 1500m``.

Values are compared exactly, as Kubernetes quantities.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.quantity import Quantity, QuantityError

if TYPE_CHECKING:
    from collections.abc import Callable

_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_TEXT = re.compile(r"\s*(==|!=|>=|<=|>|<)?\s*(\S+)\s*\Z")


class ComparisonError(ValueError):
    """The text is no comparison."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One expectation of a value."""

    text: str
    """As written."""

    bounds: tuple[tuple[str, int], ...]
    """Each operator with its milli-value; all have to hold."""

    def holds(self, value_milli: int) -> bool:
        """Tell whether *value_milli* is as expected."""
        return all(_OPERATORS[name](value_milli, at) for name, at in self.bounds)


def parse(text: str) -> Comparison:
    """Read a comparison; raises ``ComparisonError``.

    >>> parse("4..8").holds(5000), parse("> 6").holds(6000), parse("8").holds(8000)
    (True, False, True)
    """
    low, dots, high = text.partition("..")
    if dots:
        return Comparison(text, ((">=", _milli(low, text)), ("<=", _milli(high, text))))
    found = _TEXT.match(text)
    if found is None:
        raise ComparisonError(_help(text))
    name, number = found.groups()
    return Comparison(text, ((name or "==", _milli(number, text)),))


def _milli(number: str, text: str) -> int:
    try:
        return Quantity.parse(number.strip()).milli_value
    except QuantityError:
        raise ComparisonError(_help(text)) from None


def _help(text: str) -> str:
    return f"{text!r} is no expectation: write 8, '> 6', '4..8' or '>= 1500m'"
