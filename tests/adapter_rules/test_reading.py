"""A document is seen as Go's yaml.v2 sees it, places included."""

from __future__ import annotations

import pytest

from adapter_rules.reading import read
from octoscale.core.errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("~", {}),
        ("--- ~\n---\na: b\n", {}),
        ("a: 010", {"a": "010"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: Yes", {"a": "Yes"}),
        ("a: 2021-01-01", {"a": "2021-01-01"}),
        ("a: ~", {}),
        ("a: [~, 1]", {"a": [{}, "1"]}),
        ("5: a\nyes: b", {"5": "a", "yes": "b"}),
        ("namespaced: y", {"namespaced": True}),
        ("namespaced: 'y'", {"namespaced": "y"}),
        ("namespaced: 'true'", {"namespaced": "true"}),
        ("overrides: {namespaced: yes, a: ~}", {
            "overrides": {"namespaced": "yes", "a": {}}}),
        ("a: &x {b: 010}\nc: {<<: *x, d: 0x1}", {
            "a": {"b": "010"}, "c": {"b": "010", "d": "0x1"}}),
        ("a: *x", None),
    ],
)  # fmt: skip
def test_values(text: str, expected: object) -> None:
    if expected is None:
        with pytest.raises(InputError, match="no anchor"):
            read(text)
    else:
        assert read(text).value == expected


def test_places_follow_renamed_keys() -> None:
    document = read("overrides:\n  on:\n    resource: 5\n", file="f")
    assert document.value == {"overrides": {"on": {"resource": "5"}}}
    assert document.place(("overrides", "on", "resource")).line == 3
    assert document.key_place(("overrides", "on")).column == 3


def test_only_the_first_document_counts() -> None:
    assert read("a: b\n---\nc: d\n").value == {"a": "b"}
