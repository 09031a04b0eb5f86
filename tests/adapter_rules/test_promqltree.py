"""Queries as trees: read, walked, rebuilt and written again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_rules import promqltree as tree
from adapter_rules.promql import PromQLError
from adapter_rules.promqlwrite import write


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("1.5", tree.Number),
        ("'a'", tree.Text),
        ("up", tree.Selector),
        ("up[5m]", tree.Range),
        ("rate(up[5m])[1h:1m]", tree.Subquery),
        ("abs(up)", tree.Call),
        ("sum(up)", tree.Aggregate),
        ("a + b", tree.Binary),
        ("(up)", tree.Parentheses),
        ("-up", tree.Negation),
    ],
)
def test_each_kind_of_part_is_known(query: str, kind: type) -> None:
    assert type(tree.read(query)) is kind


def test_an_aggregation_is_read_whole() -> None:
    node = tree.read("quantile(0.9, up) by (job, pod)")
    assert isinstance(node, tree.Aggregate)
    assert (node.operator, node.grouping, node.labels) == (
        "quantile",
        "by",
        ("job", "pod"),
    )
    assert node.parameter == tree.Number(0.9)
    node = tree.read("sum without (job) (up)")
    assert isinstance(node, tree.Aggregate)
    assert node.grouping == "without"


def test_windows_and_offsets_are_seconds_and_text() -> None:
    node = tree.read("rate(up[90s] offset 5m)")
    (window,) = (one for one in tree.walk(node) if isinstance(one, tree.Range))
    assert window.seconds == 90
    assert window.selector.suffix == " offset 5m"
    negative = tree.read("up offset -5m")
    assert isinstance(negative, tree.Selector)
    assert negative.suffix == " offset -5m"


def test_walking_goes_from_the_outside_in_and_left_to_right() -> None:
    node = tree.read("sum(a) / abs(b)")
    assert [type(one).__name__ for one in tree.walk(node)] == [
        *("Binary", "Aggregate", "Selector", "Call", "Selector"),
    ]
    assert [one.name for one in tree.selectors(node)] == ["a", "b"]


@pytest.mark.parametrize(
    "query",
    [
        "sum(a) by (pod)",
        "a + on (pod) b",
        "abs(a)",
        "(a)",
        "-a",
        "max_over_time(a[5m:1m])",
    ],
)
def test_changing_nothing_changes_nothing(query: str) -> None:
    node = tree.read(query)
    assert tree.changed(node, lambda one: one) == node


def test_children_are_changed_and_the_rest_stays() -> None:
    def renamed(node: tree.Node) -> tree.Node:
        if isinstance(node, tree.Selector):
            return replace(node, series=replace(node.series, name="b"))
        return tree.changed(node, renamed)

    node = renamed(tree.read("sum(a) by (pod) > 2 * a"))
    assert write(node) == "sum(b) by (pod) > 2 * b"


def test_parentheses_and_signs_come_off() -> None:
    assert tree.unwrapped(tree.read("-(-(up))")) == tree.read("up")


@pytest.mark.parametrize("query", ["sum(", "up{a='b' or c='d'}", ""])
def test_what_is_no_query_is_an_error(query: str) -> None:
    with pytest.raises(PromQLError):
        tree.read(query)
