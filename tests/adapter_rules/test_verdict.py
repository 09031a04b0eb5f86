"""What is wrong with a config that was previewed, and what is so only strictly."""

from __future__ import annotations

import re

import pytest

from adapter_rules.loading import load_source
from adapter_rules.preview import Limits, preview
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from adapter_rules.verdict import findings
from octoscale.kube.restmapper import RESTMapper

OVERRIDES = "{overrides: {ns: {resource: namespace}, pod: {resource: pod}}}"
GOOD = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"
SERIES = Series("hits", {"ns": "shop", "pod": "a"})
QUERY = 'sum(hits{ns="shop",pod="a"}) by (pod)'
OF_NAMESPACE = 'sum(hits{ns="shop"}) by (ns)'


def rule(query: str = GOOD, *, series: str = "hits", resources: str = OVERRIDES) -> str:
    return (
        f"- seriesQuery: '{series}'\n"
        f"  resources: {resources}\n"
        f"  metricsQuery: '{query}'\n"
    )


def vector(**labels: str) -> QueryResult:
    return QueryResult("vector", (Sample(labels, 7.0, 0.0),))


def judged(
    *rules: str,
    values: bool = True,
    strict: bool = False,
    metrics: tuple[str, ...] = (),
) -> list[tuple[str, str, str]]:
    """Preview, judge, and give code, place and message."""
    source = load_source("rules:\n" + "".join(rules), file="f")
    results = {QUERY: QueryResult("vector"), OF_NAMESPACE: QueryResult("vector")}
    results["scalar(vector(1))"] = QueryResult("scalar", (Sample({}, 1.0, 0.0),))
    if values:
        results[QUERY] = vector(pod="a")
        results[OF_NAMESPACE] = vector(ns="shop")
    shown = preview(
        source.config,
        MemoryPrometheus(known=[SERIES], results=results),
        mapper=RESTMapper.builtin(),
        now=0.0,
        limits=Limits(metrics=frozenset(metrics)),
    )
    found = findings(shown, source.document, strict=strict, metrics=metrics)
    return [(one.code, str(one.place), one.message) for one in found]


def test_a_config_that_answers_is_right_even_strictly() -> None:
    assert judged(rule(), strict=True, metrics=("hits",)) == []


def test_no_value_now_is_wrong_only_strictly() -> None:
    assert judged(rule(), values=False) == []
    found = judged(rule(), values=False, strict=True)
    assert [(code, place) for code, place, _ in found] == [("AR009", "f:2:16")] * 2
    assert {text for _, _, text in found} == {
        "pods/hits has no value now",
        "namespaces/hits has no value now",
    }


def test_a_rule_without_series_is_wrong_only_strictly() -> None:
    nothing = rule(series="other")
    assert judged(rule(), nothing) == []
    ((code, place, text),) = judged(rule(), nothing, strict=True)
    assert (code, place) == ("AR009", "f:5:16")
    assert "no series" in text


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        pytest.param(
            rule(resources="{overrides: {pod: {resource: pod}}}"),
            "namespaces",
            id="no label for the namespace",
        ),
        pytest.param(rule("sum(("), "unclosed|unexpected|end of", id="no PromQL"),
        pytest.param(rule("<<.Nope>>"), "Nope", id="no such field"),
        pytest.param(rule("scalar(vector(1))"), "gives a scalar", id="a scalar"),
    ],
)
def test_a_rule_that_can_never_answer_is_wrong(wrong: str, why: str) -> None:
    ((code, _, text),) = judged(wrong)
    assert code == "AR008"
    assert text.startswith("every request for ")
    assert re.search(why, text), text


def test_a_series_query_that_is_refused_is_wrong() -> None:
    ((code, place, _),) = judged(rule(series="up{"))
    assert (code, place) == ("AR003", "f:2:16")


def test_a_metric_that_is_not_listed_is_wrong() -> None:
    ((code, _, text),) = judged(rule(), metrics=("hits", "misses"))
    assert (code, text) == ("AR009", "no metric is listed as 'misses'")
