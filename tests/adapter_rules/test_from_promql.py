"""From a query to the rule that serves it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.checks.run import lint
from adapter_rules.from_promql import derive
from adapter_rules.model import AdapterConfig, dump
from adapter_rules.promql import PromQLError
from adapter_rules.requery import NoRuleError, Wanted
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_rule
from adapter_rules.sources import find
from octoscale.kube.restmapper import PODS, GroupResource, RESTMapper
from tests.adapter_rules.checks.inputs import query

FOR_PODS = Wanted(resource=PODS)
COUNT = "sum(rate(h_count{L}[5m])) by (G)"


@pytest.mark.parametrize(
    ("given_query", "template"),
    [
        pytest.param("max(q) by (pod)", "max(S{L}) by (G)", id="a gauge"),
        pytest.param("q", "sum(S{L}) by (G)", id="no aggregation"),
        pytest.param("sum(q)", "sum(S{L}) by (G)", id="no group-by"),
        pytest.param(
            'sum(rate(a_total{namespace="x",code="5"}[5m])) by (namespace, pod)',
            'sum(rate(S{L,code="5"}[5m])) by (G)',
            id="the namespace is the request's",
        ),
        pytest.param(
            "max(sum(q) by (pod, code)) by (pod)",
            "max(sum(S{L}) by (code, G)) by (G)",
            id="nested",
        ),
        pytest.param(
            "sum(a) by (pod) + on (namespace, pod) sum(b) by (pod)",
            "sum(S{L}) by (G) + on (G) sum(b{L}) by (G)",
            id="joined",
        ),
        pytest.param(
            "sum(rate(h_sum[5m])) / sum(rate(h_count[5m]))",
            f"sum(rate(h_sum{{L}}[5m])) by (G) / ({COUNT.replace('h_count', 'S')} > 0)",
            id="a guarded ratio",
        ),
        pytest.param(
            "histogram_quantile(0.9, sum(rate(h_bucket[5m])) by (le))",
            "histogram_quantile(0.9, sum(rate(S{L}[5m])) by (le, G)) "
            f"and {COUNT} > 0",
            id="a guarded quantile",
        ),
        pytest.param(
            "sum(rate(a_total[5m] offset 1m)) * 60",
            "sum(rate(S{L}[5m] offset 1m)) by (G) * 60",
            id="with an offset",
        ),
    ],
)
def test_the_metrics_query(given_query: str, template: str) -> None:
    assert derive(given_query, FOR_PODS).rule.metrics_query == query(template)


@pytest.mark.parametrize(
    ("given_query", "name"),
    [
        ("rate(a_total[5m])", "a_per_second"),
        ("q", "q"),
        ("histogram_quantile(0.995, rate(h_bucket[5m]))", "h_p99_5"),
        ("rate(h_sum[5m]) / rate(h_count[5m])", "h_average"),
        ("a / b", "a_ratio"),
    ],
)
def test_the_name(given_query: str, name: str) -> None:
    assert derive(given_query, FOR_PODS).rule.name.as_ == name


def test_the_other_parts() -> None:
    services = Wanted(
        resource=GroupResource("", "services"),
        object_label="svc",
        namespace_label="ns",
        api_name="busy",
    )
    rule = derive('sum(q{code="5",svc="web"}) by (svc)', services).rule
    assert rule.series_query == 'q{ns!="",svc!="",code="5"}'
    assert [o.resource for o in rule.resources.overrides.values()] == [
        "namespace",
        "services",
    ]
    assert rule.name.as_ == "busy"


def test_an_external_rule_keeps_its_own_groups() -> None:
    rule = derive('sum(q{namespace="a"}) by (queue)', Wanted(resource=None)).rule
    assert rule.metrics_query == query("sum(S{L}) by (queue)")
    assert list(rule.resources.overrides) == ["namespace"]


def test_what_is_left_out_is_said() -> None:
    notes = derive('sum(q{pod=~"web-.*"}) by (pod, code)', FOR_PODS).notes
    assert 'pod=~"web-.*" is left to the request' in notes
    assert "it is no longer grouped by code" in notes


@pytest.mark.parametrize(
    "given_query",
    ["1", "vector(1)", "sum(q) without (x)", 'histogram_quantile(1, {a="b"})'],
)
def test_queries_that_no_rule_can_serve(given_query: str) -> None:
    with pytest.raises(NoRuleError):
        derive(given_query, FOR_PODS)


def test_no_promql() -> None:
    with pytest.raises(PromQLError):
        derive("sum(", FOR_PODS)


SELECTORS = st.builds(
    "{}{}".format,
    st.sampled_from(["a_total", "b_total"]),
    st.sampled_from(["", '{code="5"}', '{namespace="x",pod="y"}', '{z=~"a|b"}']),
)
RATES = st.builds("rate({}[5m])".format, SELECTORS)
GROUPED = st.builds(
    "{}({}) {}".format,
    st.sampled_from(["sum", "avg", "max"]),
    RATES,
    st.sampled_from(["", "by (pod)", "by (namespace, pod)", "by (code, pod)"]),
)
QUERIES = st.one_of(
    RATES,
    GROUPED,
    st.builds("{} {} {}".format, GROUPED, st.sampled_from("+-*/"), GROUPED),
    st.builds("clamp_max({}, 5)".format, GROUPED),
)


@given(QUERIES)
def test_what_is_derived_passes_every_check_and_can_be_asked(given_query: str) -> None:
    rule = derive(given_query, FOR_PODS).rule
    assert lint(find(dump(AdapterConfig(rules=(rule,))))) == []
    request = MetricRequest(
        metric="m", group_resource=PODS, namespace="shop", names=("web-0", "web-1")
    )
    promql = compile_rule(rule, RESTMapper.builtin()).query_for(request, "a_total")
    assert 'namespace="shop",pod=~"web-0|web-1"' in promql
