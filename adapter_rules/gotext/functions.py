"""The functions that every template knows, as ``text/template/funcs.go``.

``and`` and ``or`` do not evaluate all their arguments; the evaluation does them.
Mistakes are ``TemplateRunError``. The adapter adds no function of its own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from adapter_rules.errors import TemplateRunError
from adapter_rules.gotext import escaping
from adapter_rules.gotext.formatting import sprintf
from adapter_rules.gotext.printing import escaped_input, sprint, sprintln
from adapter_rules.gotext.values import Value, is_list, truth, type_name

_Function = Callable[[Sequence[Value]], Value]


@dataclass(frozen=True, slots=True)
class Builtin:
    """One function and what it takes."""

    call: _Function
    least: int = 0
    most: int | None = None
    """``None`` for any number."""

    text_first: bool = False
    """Whether its first argument must be a text."""


def _printf(values: Sequence[Value]) -> Value:
    return sprintf(str(values[0]), values[1:])


def _length(values: Sequence[Value]) -> Value:
    (item,) = values
    if isinstance(item, str):
        return len(item.encode())
    if isinstance(item, Mapping) or is_list(item):
        return len(item)  # type: ignore[arg-type]  # is_list says that it has a length
    raise TemplateRunError(f"len of type {type_name(item)}")


def _index(values: Sequence[Value]) -> Value:
    item = values[0]
    if item is None:
        raise TemplateRunError("index of untyped nil")
    for key in values[1:]:
        item = _element(item, key)
    return item


def _element(item: Value, key: Value) -> Value:
    if isinstance(item, Mapping):
        if not isinstance(key, str):
            raise TemplateRunError(f"value has type {type_name(key)}; should be string")
        return item.get(key, "")
    if isinstance(item, str):
        raw = item.encode()
        return raw[_position(key, len(raw) - 1)]
    if isinstance(item, Sequence):
        return item[_position(key, len(item) - 1)]
    raise TemplateRunError(f"can't index item of type {type_name(item)}")


def _position(key: Value, last: int) -> int:
    if isinstance(key, bool) or not isinstance(key, int):
        raise TemplateRunError(f"cannot index slice/array with {type_name(key)}")
    if not 0 <= key <= last:
        raise TemplateRunError(f"index out of range: {key}")
    return key


def _slice(values: Sequence[Value]) -> Value:
    item = values[0]
    if isinstance(item, str):
        if len(values) > 3:
            raise TemplateRunError("cannot 3-index slice a string")
        raw = item.encode()
        start, end = _bounds(values[1:], len(raw))
        return raw[start:end].decode(errors="replace")
    if isinstance(item, Sequence):
        start, end = _bounds(values[1:3], len(item))
        return list(item[start:end])
    raise TemplateRunError(f"can't slice item of type {type_name(item)}")


def _bounds(keys: Sequence[Value], size: int) -> tuple[int, int]:
    start, end = [_position(key, size) for key in keys] + [0, size][len(keys) :]
    if start > end:
        raise TemplateRunError(f"invalid slice index: {start} > {end}")
    return start, end


def _equal_to_any(values: Sequence[Value]) -> Value:
    if len(values) < 2:
        raise TemplateRunError("missing argument for comparison")
    return any(_equal(values[0], other) for other in values[1:])


def _equal(left: Value, right: Value) -> bool:
    for value in (left, right):
        if isinstance(value, Mapping) or is_list(value):
            raise TemplateRunError(f"cannot compare a {type_name(value)}")
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        raise _incompatible(left, right)
    return left == right


def _ordered(compare: Callable[[Value, Value], bool]) -> _Function:
    def call(values: Sequence[Value]) -> Value:
        left, right = values
        comparable = isinstance(left, str | int | float) and not isinstance(left, bool)
        if not comparable or type(left) is not type(right):
            raise _incompatible(left, right)
        return compare(left, right)

    return call


def _incompatible(left: Value, right: Value) -> TemplateRunError:
    return TemplateRunError(
        f"incompatible types for comparison: {type_name(left)} and {type_name(right)}"
    )


def _not_equal(values: Sequence[Value]) -> Value:
    return not _equal(*values)


def _call(values: Sequence[Value]) -> Value:
    raise TemplateRunError(f"call of non-function of type {type_name(values[0])}")


def _escaping(escape: Callable[[str], str]) -> Builtin:
    return Builtin(lambda values: escape(escaped_input(values)))


def _short_circuit(values: Sequence[Value]) -> Value:
    return values[-1]


BUILTINS: Mapping[str, Builtin] = {
    "and": Builtin(_short_circuit, 1),
    "or": Builtin(_short_circuit, 1),
    "not": Builtin(lambda values: not truth(values[0]), 1, 1),
    "len": Builtin(_length, 1, 1),
    "index": Builtin(_index, 1),
    "slice": Builtin(_slice, 1, 4),
    "print": Builtin(sprint),
    "printf": Builtin(_printf, 1, text_first=True),
    "println": Builtin(sprintln),
    "html": _escaping(escaping.html),
    "js": _escaping(escaping.js),
    "urlquery": _escaping(escaping.urlquery),
    "call": Builtin(_call, 1),
    "eq": Builtin(_equal_to_any, 1),
    "ne": Builtin(_not_equal, 2, 2),
    "lt": Builtin(_ordered(operator.lt), 2, 2),  # type: ignore[arg-type]  # both of one ordered type by then
    "le": Builtin(_ordered(operator.le), 2, 2),  # type: ignore[arg-type]  # same
    "gt": Builtin(_ordered(operator.gt), 2, 2),  # type: ignore[arg-type]  # same
    "ge": Builtin(_ordered(operator.ge), 2, 2),  # type: ignore[arg-type]  # same
}
"""All functions by name."""
