"""Trees of queries: read, walked through, written again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules import promqltree as tree
from adapter_rules.promql import PromQLError
from adapter_rules.promqlwrite import write

QUERIES = [
    'a{b="c"}[5m] offset -5m',
    "a @ 100",
    "a @ start()",
    "max_over_time(rate(a[5m])[30m:1m] offset 1m)",
    "quantile(0.9, a)",
    "a / on (x) group_left (y) b",
    "a > bool 1",
    "-a",
    "(a)",
    "a unless ignoring (x) b",
    'count_values("x", a)',
    "NaN",
    "Inf",
    "2 ^ 3",
    "sum(b) without (a)",
    "absent(a)",
    "1e-07",
    'label_replace(a, "x", "$1", "y", "(.*)")',
    '{__name__="a.b"}',
]


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_written_is_read_again(query: str) -> None:
    node = tree.read(query)
    assert repr(tree.read(write(node))) == repr(node)
    assert write(tree.read(write(node))) == write(node)


def test_it_is_written_as_people_do() -> None:
    assert write(tree.read("sum by(a) (rate(b[90s]))/2.0")) == (
        "sum(rate(b[1m30s])) by (a) / 2"
    )


@pytest.mark.parametrize("query", ["sum(", 'a{b="c" or d="e"}'])
def test_what_is_not_known_is_refused(query: str) -> None:
    with pytest.raises(PromQLError):
        tree.read(query)


def test_walking_goes_from_outside_to_inside_and_left_to_right() -> None:
    names = [
        type(one).__name__ for one in tree.walk(tree.read("sum(a) / -(rate(b[5m]))"))
    ]
    assert names == [
        *("Binary", "Aggregate", "Selector"),
        *("Negation", "Parentheses", "Call", "Range", "Selector"),
    ]


LEAVES = st.sampled_from(["a", 'b{c="d"}', "1", "0.5"])
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("sum({}) by (x)".format, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("abs({})".format, inner),
        st.builds("-({})".format, inner),
    ),
    max_leaves=8,
)


@given(NODES)
def test_writing_is_the_reverse_of_reading(query: str) -> None:
    try:
        node = tree.read(query)
    except PromQLError:
        return
    assert tree.read(write(node)) == node


@given(NODES)
def test_changing_nothing_changes_nothing(query: str) -> None:
    try:
        node = tree.read(query)
    except PromQLError:
        return

    def same(one: tree.Node) -> tree.Node:
        return tree.changed(one, same)

    assert same(node) == node
