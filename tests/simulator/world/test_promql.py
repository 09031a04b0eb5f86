"""The subset of PromQL: what is read, and what is refused by name."""

from __future__ import annotations

import pytest

from simulator.errors import ScenarioError, UnsupportedQueryError
from simulator.world.promql import (
    Aggregate,
    Matcher,
    Query,
    Ratio,
    Selector,
    Windowed,
    parse,
)

HITS = Selector((Matcher("__name__", "=", "hits"),))
HITS_RATE = Windowed("rate", HITS, 120_000)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("hits", HITS, id="a name"),
        pytest.param("((hits))", HITS, id="parentheses"),
        pytest.param(
            '{__name__="hits",a!="b",c=~"d|e",f!~"g.*"}',
            Selector(
                (
                    Matcher("__name__", "=", "hits"),
                    Matcher("a", "!=", "b"),
                    Matcher("c", "=~", "d|e"),
                    Matcher("f", "!~", "g.*"),
                )
            ),
            id="all kinds of matchers",
        ),
        pytest.param("rate(hits[2m])", HITS_RATE, id="rate"),
        pytest.param(
            "increase(hits[1m30s])",
            Windowed("increase", HITS, 90_000),
            id="increase",
        ),
        pytest.param("irate(hits[5m])", Windowed("irate", HITS, 300_000), id="irate"),
        pytest.param(
            "sum(rate(hits[2m])) by (pod, job)",
            Aggregate("sum", ("job", "pod"), HITS_RATE),
            id="an aggregation by labels",
        ),
        pytest.param("max(hits)", Aggregate("max", (), HITS), id="without by"),
        pytest.param(
            "sum(rate(hits[2m])) by (pod) / count(hits) by (pod)",
            Ratio(
                Aggregate("sum", ("pod",), HITS_RATE),
                Aggregate("count", ("pod",), HITS),
            ),
            id="a ratio",
        ),
    ],
)
def test_what_the_subset_reads(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("topk(3, hits)", "the aggregation 'topk'"),
        ("quantile(0.9, hits)", "the aggregation 'quantile'"),
        ("sum without (pod) (hits)", "'without ()'"),
        ("sum(sum(hits) by (pod))", "an aggregation inside another expression"),
        ("sum(hits + hits)", "an operator inside another expression"),
        ("hits + hits", "the operator '+'"),
        ("hits > 5", "the operator '>'"),
        ("hits / on (pod) hits", "a ratio with on, ignoring, group_left or bool"),
        ("hits / 2", "a number"),
        ("1", "a number"),
        ('"text"', "a string"),
        ("-hits", "a sign in front of an expression"),
        ("hits offset 5m", "'offset'"),
        ("rate(hits[5m] offset 1m)", "'offset'"),
        ("hits @ 100", "'@'"),
        ("hits[5m]", "a window without a function"),
        ("rate(hits[5m:1m])", "a subquery"),
        ("delta(hits[5m])", "the function 'delta'"),
        ("avg_over_time(hits[5m])", "the function 'avg_over_time'"),
        (
            "histogram_quantile(0.9, rate(hits_bucket[5m]))",
            "the function 'histogram_quantile'",
        ),
        ("hits / hits / hits", "an operator inside another expression"),
    ],
)
def test_anything_else_is_refused_by_its_name_with_a_way_out(
    text: str, node: str
) -> None:
    with pytest.raises(UnsupportedQueryError) as caught:
        parse(text)
    (finding,) = caught.value.findings
    assert finding.code == "SI001"
    assert finding.message == f"the simulator does not evaluate {node}, in {text!r}"
    assert "octoscale test" in finding.hint


@pytest.mark.parametrize("text", ["", "sum(", "rate(hits)", "hits[", "a b"])
def test_what_is_no_promql_is_wrong_input(text: str) -> None:
    with pytest.raises(ScenarioError, match="not PromQL"):
        parse(text)
