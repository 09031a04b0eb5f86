"""Places of a text that lies inside another file."""

from __future__ import annotations

import pytest

from adapter_rules.embedding import Embedding
from octoscale.core import yamlio
from octoscale.core.finding import Finding, Place, Severity

BLOCK = "data:\n  config.yaml: |\n    rules:\n    - seriesQuery: up\n"
QUOTED = 'data:\n  config.yaml: "rules:\\n- seriesQuery: up\\n"\n'
PATH = ("data", "config.yaml")


def embedded(text: str) -> tuple[Embedding, yamlio.Document]:
    """Give the embedding and the document inside."""
    outer = yamlio.load(text, file="f")
    inner = outer.value["data"]["config.yaml"]
    return Embedding(outer, text, PATH, inner), yamlio.load(inner, file="f")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(BLOCK, "f:4:20", id="exactly, in a block"),
        pytest.param(QUOTED, "f:2:16", id="the entry, in any other notation"),
    ],
)
def test_a_place_inside_is_told_in_the_file(text: str, place: str) -> None:
    embedding, inner = embedded(text)
    path = ("rules", 0, "seriesQuery")
    assert str(embedding.place(inner.place(path))) == place
    assert str(embedding.document(inner).place(path)) == place
    finding = Finding(
        code="AR001",
        severity=Severity.ERROR,
        message="wrong",
        place=inner.place(path),
        hint="",
    )
    assert str(embedding.finding(finding).place) == place


def test_keys_move_too() -> None:
    embedding, inner = embedded(BLOCK)
    moved = embedding.document(inner)
    assert str(moved.key_place(("rules",))) == "f:3:5"


def test_a_place_without_a_line_is_the_entry() -> None:
    embedding, _ = embedded(BLOCK)
    assert str(embedding.place(Place(file="f"))) == "f:2:16"
