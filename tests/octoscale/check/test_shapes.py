"""Objects held to their schemas."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.check.schemas import Schemas
from octoscale.check.shapes import misfits

SCHEMAS = Schemas(
    25,
    {
        "Thing": {
            "type": ["object", "null"],
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": ["string", "null"]},
                "count": {"type": "integer"},
                "ratio": {"type": "number"},
                "on": {"type": "boolean"},
                "port": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                "color": {"type": "string", "enum": ["red", "blue"]},
                "labels": {
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                },
                "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
                "free": {},
            },
        },
        "Part": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"size": {"type": "integer"}, "weight": {"type": "integer"}},
        },
    },
)


def found(value: dict[str, Any]) -> list[tuple[str, str, str]]:
    thing = SCHEMAS.resolve({"$ref": "#/$defs/Thing"})
    return [
        (".".join(map(str, one.path)), one.kind, one.hint)
        for one in misfits(SCHEMAS, thing, {"name": "x", **value})
    ]


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("count", 1, True),
        ("count", 1.0, True),
        ("count", 1.5, False),
        ("count", True, False),
        ("count", "1", False),
        ("count", None, True),
        ("ratio", 1, True),
        ("ratio", 1.5, True),
        ("on", True, True),
        ("on", 1, False),
        ("port", "http", True),
        ("port", 80, True),
        ("port", 1.5, False),
        ("color", "red", True),
        ("color", "green", False),
        ("labels", {"a": "b"}, True),
        ("labels", {"a": 1}, False),
        ("labels", [], False),
        ("parts", [{"size": 1}], True),
        ("parts", {"size": 1}, False),
        ("free", {"any": ["thing"]}, True),
    ],
)
def test_values_have_types(field: str, value: object, fits: bool) -> None:
    kinds = [kind for _, kind, _ in found({field: value})]
    assert kinds == ([] if fits else ["value"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            {"Count": 1}, ("Count", "unknown", "did you mean 'count'?"), id="case"
        ),
        pytest.param(
            {"colour": "red"},
            ("colour", "unknown", "did you mean 'color'?"),
            id="close",
        ),
        pytest.param(
            {"parts": [], "size": 1},
            ("size", "unknown", "it belongs into parts: indent it deeper"),
            id="too far out",
        ),
        pytest.param(
            {"parts": [{"labels": {}}]},
            (
                "parts.0.labels",
                "unknown",
                "it belongs into the object itself: indent it less",
            ),
            id="too far in",
        ),
        pytest.param(
            {"parts": [{"zzz": 1}]},
            ("parts.0.zzz", "unknown", "known here: size, weight"),
            id="nowhere",
        ),
    ],
)
def test_an_unknown_field_has_a_place_where_it_belongs(
    value: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert found(value) == [expected]


@pytest.mark.parametrize("name", [None, ""])
def test_what_is_null_is_missing_and_what_is_empty_is_not(name: str | None) -> None:
    kinds = [kind for _, kind, _ in found({"name": name})]
    assert kinds == (["missing"] if name is None else [])


def test_a_misspelt_field_is_not_missing_too() -> None:
    thing = SCHEMAS.resolve({"$ref": "#/$defs/Thing"})
    assert [one.kind for one in misfits(SCHEMAS, thing, {"nmae": "x"})] == ["unknown"]
