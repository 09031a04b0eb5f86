"""The steps from a query to a template, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules import promqltree as tree
from adapter_rules.promql import parse_selector
from adapter_rules.promqlwrite import write
from adapter_rules.requery import NoRuleError, Rewriting, Wanted
from octoscale.kube.restmapper import PODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_rules.promqltree import Node


def rewriting(*, external: bool = False) -> Rewriting:
    wanted = Wanted(resource=None if external else PODS)
    return Rewriting(wanted, parse_selector("hits"))


def stepped(step: str, query: str, *, external: bool = False) -> tuple[str, list[str]]:
    """Take one step; give the query behind it and the notes."""
    one = rewriting(external=external)
    change: Callable[[Node], Node] = getattr(one, step)
    return write(change(tree.read(query))), one.notes


@pytest.mark.parametrize(
    ("query", "guarded"),
    [
        pytest.param("a / b", "a / (b > 0)", id="a ratio"),
        pytest.param("a % b", "a % (b > 0)", id="a remainder"),
        pytest.param("a / 60", "a / 60", id="a number"),
        pytest.param("a / (b > 0)", "a / (b > 0)", id="guarded already"),
        pytest.param("a / count(b)", "a / count(b)", id="never zero"),
        pytest.param("sum(a / b)", "sum(a / (b > 0))", id="inside"),
        pytest.param(
            "histogram_quantile(0.9, rate(h_bucket[5m]))",
            "histogram_quantile(0.9, rate(h_bucket[5m])) "
            "and sum(rate(h_count[5m])) > 0",
            id="a quantile",
        ),
    ],
)
def test_what_could_be_nan_is_made_absent(query: str, guarded: str) -> None:
    found, notes = stepped("guarded", query)
    assert found == guarded
    assert bool(notes) is (found != query)


def test_a_quantile_of_anything_but_buckets_is_refused() -> None:
    with pytest.raises(NoRuleError, match="_bucket"):
        stepped("guarded", "histogram_quantile(0.9, rate(hits[5m]))")


@pytest.mark.parametrize(
    ("query", "grouped"),
    [
        pytest.param("hits", "sum(hits) by (pod)", id="no aggregation"),
        pytest.param("max(hits)", "max(hits) by (pod)", id="no group-by"),
        pytest.param("max(hits) by (code)", "max(hits) by (pod)", id="another"),
        pytest.param(
            "max(sum(hits) by (code)) by (x)",
            "max(sum(hits) by (code, pod)) by (pod)",
            id="inner ones keep theirs",
        ),
        pytest.param(
            "histogram_quantile(0.5, sum(h_bucket) by (le))",
            "histogram_quantile(0.5, sum(h_bucket) by (le, pod))",
            id="buckets keep le",
        ),
    ],
)
def test_results_are_grouped_by_the_object(query: str, grouped: str) -> None:
    assert stepped("grouped", query)[0] == grouped


def test_an_external_metric_keeps_its_grouping() -> None:
    query = "max(hits) by (code)"
    assert stepped("grouped", query, external=True)[0] == query


def test_without_is_refused() -> None:
    with pytest.raises(NoRuleError, match="without"):
        stepped("grouped", "sum(hits) without (code)")


def test_the_request_s_words_give_way_to_the_template() -> None:
    query = 'sum(hits{namespace="a",code="200",pod!=""}) by (pod)'
    found, notes = stepped("templated", query)
    assert found == (
        'sum(<<.Series>>{<<.LabelMatchers>>,code="200"}) by (<<.GroupBy>>)'
    )
    assert notes == ['namespace="a" is left to the request']


def test_another_series_keeps_its_name() -> None:
    found, _ = stepped("templated", "sum(hits) by (pod) / sum(all) by (pod)")
    assert "sum(all{<<.LabelMatchers>>})" in found


def test_the_plain_query_is_without_the_request_s_words() -> None:
    query = 'sum(rate(hits{namespace="a",code="200"}[5m]))'
    assert stepped("plain", query)[0] == 'sum(rate(hits{code="200"}[5m]))'


def test_the_namespace_is_left_out_of_a_join() -> None:
    query = "sum(a) by (pod) * on (namespace, pod) sum(b) by (pod)"
    assert "on (pod)" in stepped("grouped", query)[0]
