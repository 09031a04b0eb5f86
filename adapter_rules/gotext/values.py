"""The values that a template works on, and Go's names for their types.

Texts, integers, floats, truth values, lists of values, maps from text, structs;
``None`` is what Go calls an invalid or nil value. Printing is ``printing``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

Value: TypeAlias = Union[
    str, int, float, bool, Sequence["Value"], Mapping[str, "Value"], "Struct", None
]


@dataclass(frozen=True, slots=True)
class Struct:
    """A Go struct: named fields, and the text of its ``String`` method."""

    type_name: str
    """As Go prints it: ``schema.GroupResource``."""

    fields: Mapping[str, Value]
    text: str | None = None
    """What its ``String`` method gives; ``None`` when it has none."""


def type_name(value: Value) -> str:
    """Name a value's type as Go's ``%T`` does.

    >>> [type_name(value) for value in ("a", 1, 0.5, True, ["a"], {"a": "b"}, None)]
    ['string', 'int', 'float64', 'bool', '[]string', 'map[string]string', '<nil>']
    """
    if isinstance(value, Struct):
        return value.type_name
    if isinstance(value, Mapping):
        return "map[string]string"
    names = {str: "string", bool: "bool", int: "int", float: "float64"}
    if value is None:
        return "<nil>"
    return names.get(type(value), "[]string")


def is_list(value: Value) -> bool:
    """Whether it is a slice in Go; a text is not."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def truth(value: Value) -> bool:
    """Whether ``if`` takes it for true: not zero, not empty (``IsTrue``).

    >>> [truth(value) for value in ("", "a", 0, None, {}, Struct("T", {}))]
    [False, True, False, False, False, True]
    """
    return isinstance(value, Struct) or bool(value)
