"""The API's plain values: text, whole numbers, truth, times and quantities.

How one value is read, and how a wrong one is named. How they make up objects is
``hpa.model.codec``'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from octoscale.core.quantity import Quantity, QuantityError

Path = tuple[str | int, ...]
"""Where a value stands: API field names and indexes from the object's root."""

ProblemKind = Literal["type", "value", "unknown"]
"""A value of another type, an unreadable text, or a field that does not exist."""

Report = Callable[[Path, ProblemKind, str, str], None]
"""Takes the path, the kind, a message and a hint of one problem."""

_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Bits:
    """Marks a whole number of a limited width."""

    width: int

    def read(self, value: Any, path: Path, report: Report) -> int:
        """Read a whole number; ``5.0`` and ``"5"`` are none to the API."""
        if isinstance(value, bool) or not isinstance(value, int):
            hint = "remove the quotes" if _is_digits(value) else ""
            message = f"expected a whole number, got {describe(value)}"
            report(path, "type", message, hint)
            return 0
        if not -(2 ** (self.width - 1)) <= value < 2 ** (self.width - 1):
            message = f"the number {value} does not fit into {self.width} bits"
            report(path, "type", message, "")
            return 0
        return value


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Marks a time as text; kept in UTC with whole seconds, as the API writes it."""

    def read(self, value: Any, path: Path, report: Report) -> str:
        """Read an RFC 3339 time such as ``2021-05-30T08:00:00Z``."""
        text = read_text(value, path, report)
        moment = _moment(text)
        if moment is None and isinstance(value, str):
            hint = "write it like 2021-05-30T08:00:00Z"
            report(path, "value", f"not a time: {text!r}", hint)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


Int32 = Annotated[int, Bits(32)]
"""A whole number of the API's usual width."""

Int64 = Annotated[int, Bits(64)]
"""A whole number of double width."""

Time = Annotated[str, Timestamp()]
"""A time in UTC with whole seconds, as text."""


def read_text(value: Any, path: Path, report: Report) -> str:
    """Read a text; numbers and truths are none to the API."""
    if isinstance(value, str):
        return value
    plain = isinstance(value, bool | int | float)
    hint = "put it in quotes" if plain else ""
    report(path, "type", f"expected a text, got {describe(value)}", hint)
    return ""


def read_truth(value: Any, path: Path, report: Report) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        report(path, "type", f"expected true or false, got {describe(value)}", "")
    return value is True


def read_quantity(value: Any, path: Path, report: Report) -> Quantity:
    """Read a quantity; a plain number is one too, and blanks around it are cut."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return Quantity.parse(str(value).strip())
        except QuantityError as error:
            hint = "write it like 500m, 2, 1.5k or 300Mi"
            report(path, "value", str(error), hint)
    else:
        report(path, "type", f"expected a quantity, got {describe(value)}", "")
    return Quantity.of_milli(0)


def describe(value: Any) -> str:
    """Name a plain value for a message.

    >>> describe([]), describe("5"), describe(True), describe(1.5)
    ('a list', "the text '5'", 'true', 'the number 1.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    names = {dict: "a mapping", list: "a list", type(None): "nothing"}
    if type(value) in names:
        return names[type(value)]
    word = "text" if isinstance(value, str) else "number"
    return f"the {word} {value!r}"


def _moment(text: str) -> datetime | None:
    if not _RFC3339.match(text):
        return None
    try:
        return datetime.fromisoformat(text.replace(",", ".")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_digits(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit()
