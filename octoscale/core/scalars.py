"""What a plain (unquoted) YAML scalar means.

YAML 1.1 as Kubernetes' reader takes it: ``1e3`` is a number, ``12:30`` is
text, and a date stays text. Quoted scalars are always text and never come here.
"""

from __future__ import annotations

import re

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"))
_FALSE = frozenset(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"))
_ALMOST_BOOL = frozenset(("y", "Y", "n", "N"))
_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*\Z")
_OTHER_BASE = re.compile(r"([-+]?)0(?:x([0-9a-fA-F_]+)|b([01_]+)|o([0-7_]+))\Z")
_OCTAL = re.compile(r"([-+]?)0([0-7_]+)\Z")
_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?\Z"
)
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)\Z")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])")


def resolve(text: str) -> str | int | float | bool | None:
    """Give a plain scalar its meaning.

    >>> [resolve(t) for t in ("1e3", "0x10", "010", "12:30", "yes", "~", "1.")]
    [1000.0, 16, 8, '12:30', True, None, 1.0]
    """
    if text in _NULLS:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] in "0123456789+-." and len(text) <= MAX_DIGITS:
        return _number(text)
    return text


def needs_quotes(text: str) -> bool:
    """Tell whether some reader would not take the plain *text* for text.

    >>> [t for t in ("a", "y", "12:30", "2021-01-01", "1e3") if needs_quotes(t)]
    ['y', '12:30', '2021-01-01', '1e3']
    """
    return (
        not isinstance(resolve(text), str)
        or text in _ALMOST_BOOL
        or bool(_SEXAGESIMAL.match(text))
        or bool(_TIMESTAMP.match(text))
    )


MAX_DIGITS = 300
"""Longer numbers stay text: no float and no field of ours holds them."""


def _number(text: str) -> str | int | float:
    """Read a number in any of YAML's notations; other text stays text."""
    if based := _OTHER_BASE.match(text):
        sign, sixteen, two, eight = based.groups()
        digits, base = (sixteen, 16) if sixteen else (two, 2) if two else (eight, 8)
        digits = digits.replace("_", "")
        return int(sign + digits, base) if digits else text
    if octal := _OCTAL.match(text):
        digits = octal.group(2).replace("_", "")
        return int(octal.group(1) + digits, 8) if digits else text
    if _INTEGER.match(text):
        return int(text.replace("_", ""))
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    if infinite := _INFINITE.match(text):
        return float(infinite.group(1) + "inf")
    return float("nan") if text in _NAN else text
