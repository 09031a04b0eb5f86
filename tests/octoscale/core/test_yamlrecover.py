"""What can be read of broken YAML, and where it stands."""

from __future__ import annotations

from octoscale.core.yamlrecover import recover


def test_a_broken_document_hides_no_other() -> None:
    text = "kind: A\n---\nkind: B\n broken: [\n---\nkind: C\n"
    found = recover(text, file="f.yaml")
    assert [d.value["kind"] for d in found.documents] == ["A", "C"]
    assert [d.line for d in found.documents] == [1, 6]
    assert found.broken == (range(2, 5),)
    assert [(f.code, f.place.line) for f in found.findings] == [("YA001", 4)]


def test_of_a_repeated_key_the_last_one_counts_and_all_are_told() -> None:
    found = recover("a: 1\na: 2\nb: {c: 1, c: 2, c: 3}\n")
    assert found.documents[0].value == {"a": 2, "b": {"c": 3}}
    assert [(f.code, f.place.line) for f in found.findings] == [
        ("YA002", 2),
        ("YA002", 3),
        ("YA002", 3),
    ]


def test_repeats_of_a_broken_document_are_told_too() -> None:
    found = recover("a: 1\na: 2\nb: [\n")
    assert [f.code for f in found.findings] == ["YA002", "YA001"]


def test_a_line_of_dashes_inside_a_block_text_ends_nothing() -> None:
    found = recover("a: |\n  ---\n  x\n---\nb: [\n")
    assert found.documents[0].value == {"a": "---\nx\n"}


def test_an_empty_text_has_nothing() -> None:
    assert recover("").documents == ()
