"""Between the model's dataclasses and plain data, as the API server's JSON does it.

Decoding is total: it always gives an object and lists what was wrong. What the
API server refuses is a ``type`` or ``value`` problem; an unknown field, which it
drops, is ``unknown``. Which places and codes people see is ``hpa.manifests``'
business; which combinations are valid is ``hpa.validation``'s.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hpa.model.scalars import (
    Path,
    ProblemKind,
    Report,
    describe,
    read_quantity,
    read_text,
    read_truth,
)
from octoscale.core.quantity import Quantity

M = TypeVar("M")

OMIT_EMPTY = {"omitempty": True}
"""For a field that the API leaves out when it is empty text or 0."""

KEEP_NULL = {"null": True}
"""For a field that the API writes as ``null`` when absent (annotations only)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the plain data that the model cannot hold."""

    path: Path
    kind: ProblemKind
    message: str
    """One line in plain words, naming the offending value."""

    hint: str = ""


_Reader = Callable[[Any, Path, Report], Any]
_SCALARS: dict[Any, _Reader] = {
    str: read_text,
    bool: read_truth,
    Quantity: read_quantity,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One field of a dataclass, ready to read and write."""

    attribute: str
    key: str
    read: _Reader
    optional: bool
    omitempty: bool
    null: bool


def named(key: str, **more: bool) -> dict[str, Any]:
    """Give a field a name that is not its own in camel case.

    >>> named("apiURL")
    {'key': 'apiURL'}
    """
    return {"key": key, **more}


def decode(model: type[M], value: Any) -> tuple[M, tuple[Problem, ...]]:
    """Read plain data into *model*; wrong parts keep their zero value.

    >>> from hpa.model.meta import CrossVersionObjectReference
    >>> decode(CrossVersionObjectReference, {"kind": "Job", "nam": 1})[1][0].message
    "unknown field 'nam'"
    """
    problems: list[Problem] = []

    def report(path: Path, kind: ProblemKind, message: str, hint: str) -> None:
        problems.append(Problem(path, kind, message, hint))

    result: M = _read_object(model, value, (), report)
    return result, tuple(problems)


def encode(value: Any, *, nulls: bool = False) -> Any:
    """Write a model's object as plain data: API names, no nulls, stable order.

    *nulls* writes the nulls that the API's JSON has in annotations.

    >>> from hpa.model.meta import CrossVersionObjectReference
    >>> encode(CrossVersionObjectReference(kind="Job", name="a"))
    {'kind': 'Job', 'name': 'a'}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, Quantity | type):
        return _write_object(value, nulls=nulls)
    if isinstance(value, Quantity):
        return str(value)
    if isinstance(value, tuple | list):
        return [encode(item, nulls=nulls) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(value[key], nulls=nulls) for key in sorted(value)}
    return value


def keys_of(model: type[Any]) -> tuple[str, ...]:
    """List the API names of a model's fields, in the API's order."""
    return tuple(entry.key for entry in _entries(model))


def _write_object(value: Any, *, nulls: bool) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for entry in _entries(type(value)):
        part = getattr(value, entry.attribute)
        if part is None:
            if nulls and entry.null:
                result[entry.key] = None
        elif not _left_out(part, entry):
            result[entry.key] = encode(part, nulls=nulls)
    return result


def _left_out(part: Any, entry: _Entry) -> bool:
    if isinstance(part, tuple | Mapping):
        # An empty list that is not the same as an absent one stays.
        return not part and not entry.optional
    return entry.omitempty and part in ("", 0)


def _entries(model: Any) -> tuple[_Entry, ...]:
    # The step exists for mypy, which takes no class for hashable.
    return _plan(model)


@functools.cache
def _plan(model: Any) -> tuple[_Entry, ...]:
    hints = typing.get_type_hints(model, include_extras=True)
    return tuple(
        _entry(field, hints[field.name]) for field in dataclasses.fields(model)
    )


def _entry(field: dataclasses.Field[Any], hint: Any) -> _Entry:
    inner, optional = _without_none(hint)
    return _Entry(
        attribute=field.name,
        key=field.metadata.get("key") or _camel(field.name),
        read=_reader(inner),
        optional=optional,
        omitempty=field.metadata.get("omitempty", False),
        null=field.metadata.get("null", False),
    )


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint, False
    (inner,) = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    return inner, True


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _reader(hint: Any) -> _Reader:
    """Choose how values of one type are read."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return functools.partial(_read_list, _reader(args[0]), _zero(args[0]))
    if origin is Mapping:
        return _read_texts
    if hint is Any:
        return lambda value, _path, _report: value
    if origin is typing.Annotated:
        reader: _Reader = args[1].read
        return reader
    return _SCALARS.get(hint) or functools.partial(_read_object, hint)


def _zero(hint: Any) -> Any:
    """Give what a null in a list stands for."""
    return hint() if callable(hint) else None


def _read_object(model: type[M], value: Any, path: Path, report: Report) -> M:
    if value is None:
        return model()
    if not isinstance(value, dict):
        report(path, "type", f"expected a mapping, got {describe(value)}", "")
        return model()
    entries = {entry.key: entry for entry in _entries(model)}
    parts: dict[str, Any] = {}
    for key, part in value.items():
        entry = entries.get(key)
        if entry is None:
            hint = _suggestion(key, entries)
            report((*path, key), "unknown", f"unknown field {key!r}", hint)
        elif part is not None:
            parts[entry.attribute] = entry.read(part, (*path, key), report)
    return model(**parts)


def _suggestion(key: Any, known: Mapping[str, Any]) -> str:
    lowered = {name.lower(): name for name in known}
    close = difflib.get_close_matches(str(key).lower(), lowered, n=1)
    return f"did you mean {lowered[close[0]]!r}?" if close else ""


def _read_list(
    read: _Reader, zero: Any, value: Any, path: Path, report: Report
) -> tuple[Any, ...]:
    if not isinstance(value, list):
        report(path, "type", f"expected a list, got {describe(value)}", "")
        return ()
    return tuple(
        zero if item is None else read(item, (*path, index), report)
        for index, item in enumerate(value)
    )


def _read_texts(value: Any, path: Path, report: Report) -> dict[str, str]:
    if not isinstance(value, dict):
        report(path, "type", f"expected a mapping, got {describe(value)}", "")
        return {}
    return {
        str(key): "" if part is None else read_text(part, (*path, key), report)
        for key, part in value.items()
    }
