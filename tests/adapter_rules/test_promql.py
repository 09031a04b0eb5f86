"""PromQL is written safely and read by a parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.promql import (
    Matcher,
    PromQLError,
    SeriesSelector,
    functions,
    join,
    kept_labels,
    parse_selector,
    selectors,
)


def test_a_selector_is_written_and_read_back() -> None:
    selector = SeriesSelector("up", (Matcher("a", "=", "b"), Matcher("c", "!~", "d|e")))
    assert str(selector) == 'up{a="b",c!~"d|e"}'
    assert parse_selector(str(selector)) == selector


def test_a_selector_may_lack_a_name() -> None:
    selector = parse_selector('{__name__=~"a.*",b!=""}')
    assert selector.name is None
    assert selector.all_matchers == selector.matchers


def test_the_name_is_a_matcher_among_all() -> None:
    assert parse_selector("up").all_matchers == (Matcher("__name__", "=", "up"),)


@pytest.mark.parametrize("query", ["", "up{", "sum(up)", "up[5m]", "{a.b='c'}", "{}"])
def test_anything_else_is_no_plain_selector(query: str) -> None:
    with pytest.raises(PromQLError):
        parse_selector(query)


def test_matchers_are_joined_without_spaces() -> None:
    assert join([Matcher("a", "=", "1"), Matcher("b", "=~", "2")]) == 'a="1",b=~"2"'


@given(st.text(max_size=20))
def test_no_value_escapes_its_quotes(value: str) -> None:
    cleaned = value.encode("utf-8", "replace").decode()
    read = parse_selector(str(SeriesSelector("up", (Matcher("a", "=", cleaned),))))
    assert read.matchers == (Matcher("a", "=", cleaned),)


def test_selectors_and_functions_are_found_in_order() -> None:
    query = 'histogram_quantile(0.9, sum(rate(a{b="c"}[5m])) by (le)) / rate(d[1h:1m])'
    assert [str(s) for s in selectors(query)] == ['a{b="c"}', "d"]
    assert functions(query) == ["histogram_quantile", "rate", "rate"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("avg(a) by (job)", {"job"}),
        ("avg by (job, pod) (a) * 2", {"job", "pod"}),
        ("2 * avg(a) by (job)", {"job"}),
        ("-(sum(a) by (x))", {"x"}),
        ("sum(a)", set()),
        ("round(sum(a) by (x), 2)", {"x"}),
        ("sum(sum(a) by (x, y)) by (x, z)", {"x"}),
        ("sum(sum(a) by (x, y)) without (x)", {"y"}),
        ("topk(3, sum(a) by (x))", {"x"}),
        ("sum(a) by (x) / sum(b) by (x)", {"x"}),
        ("sum(a) by (x) or sum(b) by (y)", {"x", "y"}),
        ("a", None),
        ("rate(a[5m])", None),
        ("sum(a) without (x)", None),
        ("sum(a) by (x) or b", None),
        ("sum(a) by (x) / on (x) group_left (y) b", None),
    ],
)
def test_the_labels_that_a_result_can_have(
    query: str, expected: set[str] | None
) -> None:
    assert kept_labels(query) == expected
