"""Print values as Go's ``fmt`` does without a format: ``Sprint`` and ``%v``.

Formats with verbs are ``formatting``'s business.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from adapter_rules.gotext.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_rules.gotext.values import Value

NIL = "<nil>"
NO_VALUE = "<no value>"
"""What a template prints for a value that is not there."""


def plain(value: Value) -> str:
    """Print one value as ``%v``.

    >>> plain({"b": "x", "a": "y|z"}), plain(["pod", "le"]), plain(1e6)
    ('map[a:y|z b:x]', '[pod le]', '1e+06')
    """
    if isinstance(value, Struct):
        return value.text if value.text is not None else braced(value, plain)
    if isinstance(value, Mapping):
        return braced(value, plain)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + " ".join(map(plain, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return shortest(value)
    return NIL if value is None else str(value)


def braced(
    value: Struct | Mapping[str, Value], print_part: Callable[[Value], str]
) -> str:
    """Print a struct's fields, or a map's entries by key, part by part."""
    if isinstance(value, Struct):
        return "{" + " ".join(map(print_part, value.fields.values())) + "}"
    entries = (f"{print_part(key)}:{print_part(value[key])}" for key in sorted(value))
    return "map[" + " ".join(entries) + "]"


def sprint(values: Sequence[Value]) -> str:
    """Print several values: a space only between two that are no texts.

    >>> sprint(["a", "b", 1, 2, "c"])
    'ab1 2c'
    """
    text = ""
    for index, value in enumerate(values):
        after_text = isinstance(values[index - 1], str) or index == 0
        if not after_text and not isinstance(value, str):
            text += " "
        text += plain(value)
    return text


def sprintln(values: Sequence[Value]) -> str:
    """Print several values with spaces between them and a line feed behind."""
    return " ".join(map(plain, values)) + "\n"


def escaped_input(values: Sequence[Value]) -> str:
    """Print what an escaping function takes in: one text as it is."""
    shown = [NO_VALUE if value is None else value for value in values]
    return sprint(shown)


def shortest(number: float) -> str:
    """Write a float as ``%g`` with the fewest digits that identify it.

    >>> [shortest(number) for number in (0.1, 100000.0, 1e6, 1e-5, -0.0)]
    ['0.1', '100000', '1e+06', '1e-05', '-0']
    """
    if not math.isfinite(number):
        return {math.inf: "+Inf", -math.inf: "-Inf"}.get(number, "NaN")
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    digits_text = "".join(map(str, digits)).rstrip("0") or "0"
    power = len(digits) + int(exponent) - 1 if number else 0
    prefix = "-" if sign else ""
    if power < -4 or power >= 6:
        point = "." if len(digits_text) > 1 else ""
        mantissa = f"{digits_text[0]}{point}{digits_text[1:]}"
        return f"{prefix}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"
    return prefix + _positional(digits_text, power)


def _positional(digits: str, power: int) -> str:
    if power < 0:
        return "0." + "0" * (-power - 1) + digits
    whole = digits[: power + 1].ljust(power + 1, "0")
    part = digits[power + 1 :]
    return f"{whole}.{part}" if part else whole
