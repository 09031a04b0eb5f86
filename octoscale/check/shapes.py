"""An object held to its schema: fields that do not exist, and wrong values.

Gives what does not fit, with its path; which of it is which finding is for the
checks. Only what Kubernetes' schemas say is looked at: types, fields, choices.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.schemas import Schema, Schemas
    from octoscale.core.yamlio import DocumentPath

_CLOSE = 0.7
_DIRECTIVE = "$"
"""How a patch's own words begin: ``$patch``, ``$retainKeys`` …"""

_SHOWN = 60
_TWO = re.compile(r"\s*\d+\s+\d+\s*\Z")

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """One place of an object that its schema does not allow."""

    path: DocumentPath
    kind: Literal["unknown", "value", "missing"]
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Level:
    """An object on the way down, for finding where a field belongs."""

    path: DocumentPath
    fields: dict[str, Any]


def misfits(schemas: Schemas, schema: Schema, value: Any) -> Iterator[Misfit]:
    """Walk *value* along *schema*; an absent and a null field are the same."""
    yield from _walk(schemas, schema, value, (), ())


def _walk(
    schemas: Schemas,
    schema: Schema,
    value: Any,
    path: DocumentPath,
    above: tuple[_Level, ...],
) -> Iterator[Misfit]:
    schema = schemas.resolve(schema)
    if value is None:
        return
    wrong = _wrong_value(schema, value)
    if wrong:
        yield Misfit(path, "value", f"{_dotted(path)} {wrong}", _quoting(schema, value))
    elif isinstance(value, dict):
        yield from _mapping(schemas, schema, value, path, above)
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from _walk(schemas, schema["items"], item, (*path, index), above)


def _mapping(
    schemas: Schemas,
    schema: Schema,
    value: dict[Any, Any],
    path: DocumentPath,
    above: tuple[_Level, ...],
) -> Iterator[Misfit]:
    fields = schema.get("properties")
    extra = schema.get("additionalProperties")
    if fields is None:
        for key, child in value.items():
            if isinstance(extra, dict):
                yield from _walk(schemas, extra, child, (*path, key), above)
        return
    levels = (*above, _Level(path, fields))
    yield from _missing(schema, fields, value, path)
    for key, child in value.items():
        if key in fields:
            yield from _walk(schemas, fields[key], child, (*path, key), levels)
        elif extra is False and not str(key).startswith(_DIRECTIVE):
            hint = _place_for(schemas, str(key), value, levels)
            inside = _dotted(path)
            message = f"unknown field {str(key)!r} in {inside or 'the object'}"
            yield Misfit((*path, key), "unknown", message, hint)


def _missing(
    schema: Schema, fields: dict[str, Any], value: dict[Any, Any], path: DocumentPath
) -> Iterator[Misfit]:
    unknown = [str(key) for key in value if key not in fields]
    for name in schema.get("required", ()):
        misspelt = difflib.get_close_matches(name, unknown, n=1, cutoff=_CLOSE)
        if value.get(name) is None and not misspelt:
            inside = _dotted(path) or "the object"
            message = f"missing field {name!r} in {inside}"
            yield Misfit(path, "missing", message, f"every such object needs {name}")


def _wrong_value(schema: Schema, value: Any) -> str:
    """Say what is wrong with a value; empty for nothing."""
    kinds = _kinds(schema)
    if kinds and not any(_is(kind, value) for kind in kinds):
        words = " or ".join(_WORDS[kind] for kind in kinds)
        return f"should be {words}, not {_shown(value)}"
    choices = [choice for choice in schema.get("enum", ()) if choice is not None]
    if choices and value not in choices:
        return f"should be one of {', '.join(map(str, choices))}, not {_shown(value)}"
    return ""


def _kinds(schema: Schema) -> list[str]:
    parts = schema.get("oneOf") or [schema]
    kinds: list[str] = []
    for part in parts:
        found = part.get("type", ())
        kinds += [found] if isinstance(found, str) else found
    return [kind for kind in kinds if kind in _TYPES]


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _quoting(schema: Schema, value: Any) -> str:
    kinds = _kinds(schema)
    if kinds == ["string"] and isinstance(value, bool | int | float):
        return "put it in quotes"
    if isinstance(value, str) and "integer" in kinds and value.strip().isdigit():
        return "leave the quotes out"
    if isinstance(value, str) and "integer" in kinds and _TWO.match(value):
        return "one number: was a mark for sed replaced by half?"
    return "check the indentation and the field's meaning"


def _place_for(
    schemas: Schemas, key: str, value: dict[Any, Any], levels: tuple[_Level, ...]
) -> str:
    """Say where a field that is not known here belongs."""
    here = levels[-1]
    same = [name for name in here.fields if name.lower() == key.lower()]
    if same:
        return f"did you mean {same[0]!r}?"
    for name in value:
        below = _fields_below(schemas, here.fields.get(name))
        if key in below:
            where = _dotted((*here.path, str(name)))
            return f"it belongs into {where}: indent it deeper"
    for level in reversed(levels[:-1]):
        if key in level.fields:
            where = _dotted(level.path) or "the object itself"
            return f"it belongs into {where}: indent it less"
    close = difflib.get_close_matches(key, here.fields, n=1, cutoff=_CLOSE)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known here: {', '.join(sorted(here.fields)[:12])}"


def _fields_below(schemas: Schemas, schema: Schema | None) -> dict[str, Any]:
    if schema is None:
        return {}
    found = schemas.resolve(schema)
    if "items" in found:
        found = schemas.resolve(found["items"])
    fields: dict[str, Any] = found.get("properties", {})
    return fields


def _dotted(path: DocumentPath) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
