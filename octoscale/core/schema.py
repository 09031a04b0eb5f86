"""From a YAML document to a typed object, with a place for every problem.

A pydantic model says what a file may hold; this turns the model's errors into
findings. The models themselves live with whoever owns the file.
"""

from __future__ import annotations

import difflib
import json
import types
import typing
from typing import Any, TypeVar

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity

if typing.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from octoscale.core.yamlio import Document, DocumentPath


_CLOSE = 0.6
"""How alike two names are that one may be a misspelling of the other."""

M = TypeVar("M")
"""A subclass of pydantic's ``BaseModel``; not named here: the core needs none."""


def decode(model: type[M], document: Document, *, path: DocumentPath = ()) -> M:
    """Read the part of *document* at *path* as a *model*.

    The model should be frozen, strict and forbid extra fields. Values are
    checked as JSON, so that a list may fill a tuple and a string an enum.

    Raises ``InputError`` with a finding for each problem: SC001 unknown field,
    SC002 missing field, SC003 wrong value.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - the core needs no pydantic

    reader: Any = model
    value = _at(document.value, path)
    _refuse_odd_keys(document, value, path)
    try:
        built: M = reader.model_validate_json(json.dumps(value))
    except ValidationError as error:
        problems = _worth_telling(document.value, path, error.errors(include_url=False))
        findings = [
            *_missing(document, path, problems),
            *(
                _finding(model, document, path, problem)
                for problem in problems
                if problem["type"] != "missing"
            ),
        ]
        raise InputError(_without_repeats(findings)) from None
    return built


def json_schema(model: Any, *, title: str, url: str) -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a file model."""
    schema: dict[str, Any] = model.model_json_schema(by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "title": title,
    }
    return {**head, **{k: v for k, v in schema.items() if k != "title"}}


def _worth_telling(value: Any, path: DocumentPath, problems: list[Any]) -> list[Any]:
    """Leave out what only follows from another problem.

    A list counts as too short when its only item is wrong; each arm of a union
    complains about a mapping that another arm nearly accepts; and a misspelt
    field is missing under its right name.
    """
    places = [_known(value, path, problem["loc"]) for problem in problems]

    def follows(index: int) -> bool:
        here, kind = places[index], problems[index]["type"]
        if kind in ("missing", "extra_forbidden"):
            return False
        inner = any(len(p) > len(here) and p[: len(here)] == here for p in places)
        lacking = any(
            other["type"] == "missing" and place == here
            for other, place in zip(problems, places, strict=True)
        )
        return isinstance(_at(value, here), dict | list) and (inner or lacking)

    return [p for index, p in enumerate(problems) if not follows(index)]


def _missing(
    document: Document, path: DocumentPath, problems: Sequence[Mapping[str, Any]]
) -> Iterable[Finding]:
    """Make one finding of all fields that one object lacks."""
    lacking: dict[DocumentPath, list[str]] = {}
    misspelt = {
        (_known(document.value, path, problem["loc"])[:-1], str(problem["loc"][-1]))
        for problem in problems
        if problem["type"] == "extra_forbidden"
    }
    for problem in problems:
        if problem["type"] == "missing":
            where = _known(document.value, path, problem["loc"])
            name = str(problem["loc"][-1])
            given = [other for place, other in misspelt if place == where]
            if not difflib.get_close_matches(name, given, n=1, cutoff=_CLOSE):
                lacking.setdefault(where, []).append(repr(name))
    for where, names in lacking.items():
        word = "field" if len(names) == 1 else "fields"
        yield Finding(
            code="SC002",
            severity=Severity.ERROR,
            message=f"missing {word} {', '.join(names)}{_inside(_dotted(where))}",
            place=document.place(where),
        )


def _finding(
    model: Any, document: Document, path: DocumentPath, problem: Mapping[str, Any]
) -> Finding:
    """Place one of pydantic's errors and put it into plain words."""
    where = _known(document.value, path, problem["loc"])
    kind, name = problem["type"], str(problem["loc"][-1]) if problem["loc"] else ""
    dotted = _dotted(where)
    if kind == "extra_forbidden":
        allowed = _field_names(model, problem["loc"][:-1])
        return Finding(
            code="SC001",
            severity=Severity.ERROR,
            message=f"unknown field {name!r}{_inside(_dotted(where[:-1]))}",
            place=document.key_place(where),
            hint=_suggest(name, allowed),
        )
    return Finding(
        code="SC003",
        severity=Severity.ERROR,
        message=f"{dotted or 'the document'}: {_plain(problem)}",
        place=document.place(where),
    )


def _plain(problem: Mapping[str, Any]) -> str:
    """Say what is wrong with a value, and which value it is."""
    text = str(problem["msg"]).removeprefix("Value error, ")
    text = text[0].lower() + text[1:].replace("Input should", "should")
    text = text.replace("input should", "should")
    given = problem.get("input")
    if problem["type"] == "too_short":
        return "needs at least one"
    if problem["type"] == "value_error" or isinstance(given, dict | list):
        return text
    shown = "nothing" if given is None else repr(given)
    return f"{text}, not {shown[:80]}"


def _without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Drop equal findings and put the rest into the order of the file."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.place.line or 0, f.place.column or 0))


def _at(value: Any, path: DocumentPath) -> Any:
    for step in path:
        value = value[step]
    return value


def _known(value: Any, path: DocumentPath, loc: Iterable[Any]) -> DocumentPath:
    """Follow *loc* through the data; what is not in it (a union's arm) is skipped."""
    here, known = _at(value, path), list(path)
    for step in loc:
        in_list = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if in_list or (isinstance(here, dict) and step in here):
            known.append(step)
            here = here[step]
    return tuple(known)


def _refuse_odd_keys(document: Document, value: Any, path: DocumentPath) -> None:
    """Refuse keys that JSON cannot hold: ``on:`` is a boolean, ``1:`` a number."""
    if isinstance(value, dict):
        for key, child in value.items():
            if not isinstance(key, str):
                raise InputError.at(
                    document.key_place((*path, key)),
                    "SC003",
                    f"the key {key!r} is not text",
                    hint="put it in quotes",
                )
            _refuse_odd_keys(document, child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _refuse_odd_keys(document, child, (*path, index))


def _dotted(path: DocumentPath) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _inside(dotted: str) -> str:
    return f" in {dotted}" if dotted else ""


def _suggest(name: str, allowed: list[str]) -> str:
    close = difflib.get_close_matches(name, allowed, n=1, cutoff=_CLOSE)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known here: {', '.join(allowed)}" if allowed else ""


def _field_names(model: Any, loc: Iterable[Any]) -> list[str]:
    """List the fields that the model knows at *loc*, as they stand in the file."""
    models = [model]
    for step in loc:
        inner = [m for known in models for m in _models_behind(known, step)]
        models = inner or models
    names = [
        field.alias or name
        for known in models
        for name, field in known.model_fields.items()
    ]
    return sorted(dict.fromkeys(names))


def _models_behind(model: Any, step: Any) -> list[Any]:
    for name, field in model.model_fields.items():
        if step in (name, field.alias):
            return list(_models_in(field.annotation))
    return [model] if getattr(model, "__name__", None) == step else []


def _models_in(annotation: Any) -> Iterable[Any]:
    """Find the models inside ``X | None``, ``tuple[X, ...]`` and the like."""
    if hasattr(annotation, "model_fields"):
        yield annotation
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation):
        for part in typing.get_args(annotation):
            yield from _models_in(part)
