"""Typed objects from documents, and the place of every problem."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from octoscale.core import schema, yamlio
from octoscale.core.errors import InputError


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Port(Strict):
    number: int
    protocol: Literal["TCP", "UDP"] = "TCP"


class Thing(Strict):
    name: str
    ports: tuple[Port, ...] = ()
    main: Port | None = None
    one: Port | str = "none"
    ratio: float = Field(default=0.5, gt=0)


def problems(text: str) -> list[tuple[str, int | None, int | None, str, str]]:
    with pytest.raises(InputError) as caught:
        schema.decode(Thing, yamlio.load(text, file="f.yaml"))
    return [
        (f.code, f.place.line, f.place.column, f.message, f.hint)
        for f in caught.value.findings
    ]


def test_a_right_document_becomes_the_object() -> None:
    text = "name: x\nports: [{number: 1}]\nratio: 2\n"
    got = schema.decode(Thing, yamlio.load(text))
    assert got == Thing(name="x", ports=(Port(number=1),), ratio=2.0)


def test_a_part_of_a_document_can_be_decoded_with_its_places() -> None:
    document = yamlio.load("things:\n- {name: 5}\n", file="f")
    with pytest.raises(InputError) as caught:
        schema.decode(Thing, document, path=("things", 0))
    assert str(caught.value.findings[0].place) == "f:2:10"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        pytest.param("ratio: 1", "SC002", 1, 1, "'name'", id="missing"),
        pytest.param("nam: x", "SC001", 1, 1, "'nam'", id="misspelt"),
        pytest.param("name: 5", "SC003", 1, 7, "not 5", id="wrong type"),
        pytest.param(
            "name: x\nports:\n- number: a\n", "SC003", 3, 11, "ports[0]", id="in a list"
        ),
        pytest.param("name: x\nratio: 0", "SC003", 2, 8, "greater than 0", id="range"),
        pytest.param(
            "name: x\nmain: {number: 1, protocol: X}",
            "SC003",
            2,
            29,
            "'TCP'",
            id="enum",
        ),
        pytest.param("name: x\non: 1", "SC003", 2, 1, "True", id="key that is no text"),
        pytest.param("- 1", "SC003", 1, 1, "object", id="not a mapping"),
        pytest.param("name:", "SC003", 1, 6, "nothing", id="empty value"),
    ],
)
def test_each_problem_has_its_place(
    text: str, code: str, line: int, column: int, words: str
) -> None:
    found = problems(text)
    assert (code, line, column) in [p[:3] for p in found]
    assert any(words in p[3] for p in found)


def test_an_unknown_field_suggests_the_one_that_was_meant() -> None:
    (problem,) = problems("name: x\nports: [{number: 1, protocl: TCP}]\n")
    assert problem[0] == "SC001"
    assert problem[1:3] == (2, 21)
    assert problem[4] == "did you mean 'protocol'?"


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    found = problems("ratio: -1\nname: 5\nextra: 1\n")
    assert [p[1] for p in found] == [1, 2, 3]


def test_the_json_schema_names_itself() -> None:
    got: dict[str, Any] = schema.json_schema(Thing, title="T", url="urn:x")
    assert got["$id"] == "urn:x"
    assert got["required"] == ["name"]
    assert got["additionalProperties"] is False


def test_all_fields_that_an_object_lacks_are_one_finding() -> None:
    class Two(Strict):
        one: int
        two: int

    with pytest.raises(InputError) as caught:
        schema.decode(Two, yamlio.load("{}", file="f"))
    (finding,) = caught.value.findings
    assert finding.message == "missing fields 'one', 'two'"


class Outer(Strict):
    items: tuple[Port, ...] = Field(min_length=1)
    either: Literal["none"] | Port = "none"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("items: [{nmber: 1}]", ["SC001"], id="misspelt in the only item"),
        pytest.param("items: []", ["SC003"], id="no item"),
        pytest.param(
            "items: [{number: 1}]\neither: {number: x}", ["SC003"], id="union's arm"
        ),
        pytest.param(
            "items: [{number: 1}]\neither: {}", ["SC002"], id="union's arm lacks"
        ),
        pytest.param(
            "items: [{number: 1}]\neither: some", ["SC003", "SC003"], id="no arm fits"
        ),
    ],
)
def test_what_only_follows_is_not_told(text: str, codes: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        schema.decode(Outer, yamlio.load(text))
    assert [f.code for f in caught.value.findings] == codes
