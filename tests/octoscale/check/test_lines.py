"""Lines that stand strangely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.check.lines import oddities
from octoscale.core import yamlio

PLAIN = st.recursive(
    st.sampled_from(["shop", "a b", "8080", "true", "a: b", "- a", "x\ny", "", "# no"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["a", "name", "x.y/z"]), inner, max_size=3),
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_written_well_has_none(value: object) -> None:
    assert oddities(yamlio.dump({"root": value})) == []


@given(st.text("ab:-# \n'\"[]{}|>&*!?%@`\t", max_size=80))
def test_any_text_is_read(text: str) -> None:
    lines = text.splitlines()
    assert all(1 <= one.line <= len(lines) for one in oddities(text))


def test_the_column_counts_from_one() -> None:
    [found] = oddities("a:\n- b\n   - c\n")
    assert (found.line, found.column, found.above) == (3, 4, 2)


def test_a_comment_ends_a_text() -> None:
    [found] = oddities("a: b\n# so\n  - c\n")
    assert found.kind == "deeper"


def test_a_new_document_begins_anew() -> None:
    assert oddities("a: b\n---\n  c: d\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", [(3, "a", 1)], id="plain"),
        pytest.param("x:\n  a: 1\ny:\n  a: 1\n", [], id="of two mappings"),
        pytest.param("- a: 1\n- a: 1\n", [], id="of two items"),
        pytest.param("x:\n- a: 1\n  b: 1\n  a: 2\n", [(4, "a", 2)], id="of one item"),
        pytest.param("a: 1\n---\na: 1\n", [], id="of two documents"),
        pytest.param("a: |\n  b: 1\n  b: 1\n", [], id="in a block text"),
        pytest.param("'a': 1\na: 1\n", [(2, "a", 1)], id="quoted once"),
        pytest.param("<<: *x\n<<: *y\n", [], id="merges"),
    ],
)
def test_keys_that_stand_twice(text: str, expected: list[tuple[int, str, int]]) -> None:
    found = [(one.line, one.text, one.above) for one in oddities(text)]
    assert found == expected
