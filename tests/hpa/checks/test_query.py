"""What a metrics query does, read from its template."""

from __future__ import annotations

import pytest

from hpa.checks.query import shape_of


@pytest.mark.parametrize(
    ("template", "aggregation", "by_object"),
    [
        ("<<.Series>>{<<.LabelMatchers>>}", "", False),
        ("max(<<.Series>>) by (job)", "max", False),
        ("avg(<<.Series>>) by (<<.GroupBy>>)", "avg", True),
        ("sum by (le, <<.GroupBy>>) (<<.Series>>)", "sum", True),
        ("sum without (pod) (<<.Series>>)", "sum", True),
        ("sum(<<.Series>>)", "sum", False),
        ("1000 * (avg(<<.Series>>) by (job))", "avg", False),
        ("-sum(<<.Series>>)", "sum", False),
        ("sum(<<.Series>>) / sum(other)", "", False),
        ("max_over_time(<<.Series>>[5m])", "", False),
        (
            "sum(<<.Series>>) by (<<range $i, $l := .GroupBySlice>><<$l>><<end>>)",
            "sum",
            True,
        ),
    ],
)
def test_the_outermost_aggregation(
    template: str, aggregation: str, *, by_object: bool
) -> None:
    shape = shape_of(template)
    assert shape is not None
    assert (shape.aggregation, shape.by_object) == (aggregation, by_object)


@pytest.mark.parametrize(
    ("template", "seconds", "is_rate"),
    [
        ("<<.Series>>", 0, False),
        ("sum(rate(<<.Series>>[5m])) by (job)", 300, True),
        ("sum(increase(a[1h])) / sum(increase(b[2h]))", 7200, True),
        ("max_over_time(<<.Series>>[10m])", 600, False),
        ("max_over_time(sum(irate(<<.Series>>[1m]))[30m:1m])", 1800, True),
        ("histogram_quantile(0.9, sum(rate(b[2m])) by (le))", 120, True),
    ],
)
def test_windows_and_rates(template: str, seconds: float, *, is_rate: bool) -> None:
    shape = shape_of(template)
    assert shape is not None
    assert (shape.window_seconds, shape.is_rate) == (seconds, is_rate)


@pytest.mark.parametrize(
    ("template", "is_plain"),
    [
        ("<<.Series>>", True),
        ("sum(<<.Series>>) by (job) / 60", True),
        ("max(sum(<<.Series>>) by (pod))", True),
        ("<<.Series>> / other", False),
        ("abs(<<.Series>>)", False),
        ("sum(rate(<<.Series>>[1m]))", False),
    ],
)
def test_plain_queries(template: str, *, is_plain: bool) -> None:
    shape = shape_of(template)
    assert shape is not None
    assert shape.is_plain is is_plain


@pytest.mark.parametrize("template", ["", "sum((", "<<.Nothing>>"])
def test_what_cannot_be_read(template: str) -> None:
    assert shape_of(template) is None
