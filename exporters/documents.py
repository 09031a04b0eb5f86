"""JSON from a stranger: bounded, strict, and looked into without evaluation.

Bytes in, values out. Which values a collector wants is ``exporters.rows``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from exporters.errors import Reason, SourceError

MAXIMUM_DEPTH = 64
"""Deeper documents are refused; the deepest real one (MongoDB's) has 8."""

Path = tuple[str | int, ...]
"""Keys and list positions from the document's top to a value."""

_ABSENT = object()


def read_json(body: bytes) -> Any:
    """Read a whole JSON document; ``SourceError`` says what is wrong with it.

    A document that ends before its end is told from one that is none. ``NaN``
    and ``Infinity``, which JSON does not have, are refused.

    >>> read_json(b'{"queue": 3}')
    {'queue': 3}
    """
    start = body.lstrip()[:1]
    if start == b"<":
        raise SourceError(Reason.CONTENT, "HTML or XML instead of JSON")
    try:
        document = json.loads(body, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        # A cut string is reported at its beginning, all else at the cut.
        cut = error.pos >= len(error.doc.rstrip()) or "Unterminated" in error.msg
        if start and cut:
            raise SourceError(
                Reason.TRUNCATED, "the JSON ends before its end"
            ) from error
        raise SourceError(Reason.CONTENT, f"not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(Reason.CONTENT, "not JSON that can be read") from error
    if _depth_exceeds(document, MAXIMUM_DEPTH):
        raise SourceError(Reason.CONTENT, f"JSON deeper than {MAXIMUM_DEPTH} levels")
    return document


def read_object(body: bytes) -> dict[str, Any]:
    """Read a JSON document that must be an object."""
    document = read_json(body)
    if not isinstance(document, dict):
        raise SourceError(Reason.CONTENT, "not a JSON object")
    return document


def find(document: Any, path: Path) -> Any:
    """Give the value at *path*, or ``None`` when it is not there, or null.

    >>> find({"a": [{"b": 7}]}, ("a", 0, "b"))
    7
    >>> find({"a": 1}, ("a", "b")) is None
    True
    """
    for step in path:
        document = _step(document, step)
        if document is _ABSENT:
            return None
    return document


def number(value: Any) -> float:
    """Read a finite number; ``ValueError`` when it is none.

    Old servers write big integers as text, and MongoDB's JSON wraps them.

    >>> number(3), number("127859430000"), number({"$numberLong": "5"})
    (3.0, 127859430000.0, 5.0)
    """
    if isinstance(value, Mapping) and len(value) == 1:
        (key, wrapped), *_ = value.items()
        value = wrapped if str(key).startswith("$number") else value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:40])
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"not a number: {type(value).__name__}")  # noqa: TRY004 - the caller tells one kind of error
    try:
        result = float(value)
    except OverflowError as error:
        raise ValueError("too large a number") from error
    if not math.isfinite(result):
        raise ValueError("not a finite number")
    return result


def _step(value: Any, step: str | int) -> Any:
    if isinstance(step, str) and isinstance(value, Mapping):
        return value.get(step, _ABSENT)
    if isinstance(step, int) and isinstance(value, list) and step < len(value):
        return value[step]
    return _ABSENT


def _depth_exceeds(document: Any, limit: int) -> bool:
    level: list[Any] = [document]
    for _ in range(limit):
        level = [child for value in level for child in _children(value)]
        if not level:
            return False
    return True


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
