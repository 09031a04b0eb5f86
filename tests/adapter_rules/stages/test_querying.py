"""Querying builds the PromQL that the adapter builds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.errors import EmptyQueryError, NoLabelError, OperatorError
from adapter_rules.promql import Matcher, functions, selectors
from adapter_rules.request import MetricRequest
from adapter_rules.selector import Selector
from adapter_rules.stages.querying import Querying, generate
from octoscale.core.descriptor import MetricDescriptor
from octoscale.kube.restmapper import NAMESPACES, PODS, GroupResource

QUERY = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"


def label_for(resource: GroupResource) -> str:
    return {PODS: "pod", NAMESPACES: "ns"}[resource]


def ask(
    *names: str,
    template: str = QUERY,
    selector: str = "",
    namespace: str = "shop",
    resource: GroupResource | None = PODS,
    namespaced: bool | None = None,
) -> str:
    request = MetricRequest(
        metric="m",
        group_resource=resource,
        namespace=namespace,
        names=names,
        selector=Selector.parse(selector),
    )
    querying = Querying(template, namespaced=namespaced)
    return querying.build(request, "up", label_for=label_for)


@pytest.mark.parametrize(
    ("names", "selector", "namespace", "matchers"),
    [
        (["a"], "", "shop", 'ns="shop",pod="a"'),
        (["a"], "", "", 'pod="a"'),
        (["a", "b.c"], "", "shop", 'ns="shop",pod=~"a|b.c"'),
        (["a|b"], "", "shop", 'ns="shop",pod="a|b"'),
        ([], "", "shop", 'ns="shop",pod=""'),
        (['q"q\\'], "", "", 'pod="q\\"q\\\\"'),
        (["a"], "x=1,b==2", "shop", 'b="2",x="1",ns="shop",pod="a"'),
        (["a"], "x!=1", "", 'x!="1",pod="a"'),
        (["a"], "x in (b,a,b)", "", 'x=~"a|b",pod="a"'),
        (["a"], "x in (b)", "", 'x=~"b",pod="a"'),
        (["a"], "x notin (b)", "", 'x!~"b",pod="a"'),
        (["a"], "x", "", 'x!="",pod="a"'),
        (["a"], "!x", "", 'x="",pod="a"'),
        (["a"], "ns=other", "shop", 'ns="other",ns="shop",pod="a"'),
        (["a"], "app.kubernetes.io/name=w", "", 'app.kubernetes.io/name="w",pod="a"'),
    ],
)
def test_matchers_in_their_order(
    names: list[str], selector: str, namespace: str, matchers: str
) -> None:
    query = ask(*names, selector=selector, namespace=namespace)
    assert query == f"sum(up{{{matchers}}}) by (pod)"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<<.LabelValuesByName>>", "map[ns:shop pod:a|b x:1]"),
        ('<<index .LabelValuesByName "pod">>', "a|b"),
        ("<<.GroupBySlice>>", "[pod]"),
        ("<<.Series>>", "up"),
    ],
)
def test_fields_of_the_template(template: str, expected: str) -> None:
    assert ask("a", "b", template=template, selector="x=1") == expected


def test_further_labels_to_group_by() -> None:
    request = MetricRequest(metric="m", group_resource=PODS, names=("a",))
    query = Querying("<<.GroupBy>> <<.GroupBySlice>>").build(
        request, "", label_for=label_for, group_by=["container", "x"]
    )
    assert query == "pod,container,x [pod container x]"


def test_an_external_metric_groups_by_nothing() -> None:
    assert ask(resource=None, selector="q=a") == 'sum(up{q="a",ns="shop"}) by ()'


def test_only_an_external_metric_may_leave_the_namespace_out() -> None:
    assert ask(resource=None, namespaced=False) == "sum(up{}) by ()"
    assert ask("a", namespaced=False) == 'sum(up{ns="shop",pod="a"}) by (pod)'


@pytest.mark.parametrize("operator", ["<", ">"])
def test_some_operators_have_no_counterpart(operator: str) -> None:
    with pytest.raises(OperatorError, match=operator):
        ask("a", selector=f"x{operator}1")


@pytest.mark.parametrize("template", ["", "<<if false>>x<<end>>"])
def test_an_empty_query_is_refused(template: str) -> None:
    with pytest.raises(EmptyQueryError):
        ask("a", template=template)


def test_a_resource_without_a_label_goes_before_a_bad_operator() -> None:
    def none(resource: GroupResource) -> str:
        raise NoLabelError(str(resource))

    request = MetricRequest(
        metric="m",
        group_resource=PODS,
        namespace="shop",
        selector=Selector.parse("x>1"),
    )
    with pytest.raises(NoLabelError):
        Querying(QUERY).build(request, "up", label_for=none)


LABEL_VALUES = st.from_regex(r"[a-z]([-a-z0-9.]{0,8}[a-z0-9])?", fullmatch=True)


@given(st.lists(LABEL_VALUES, min_size=1, max_size=5), LABEL_VALUES)
def test_what_is_asked_for_stands_in_the_query(names: list[str], value: str) -> None:
    (selector,) = selectors(ask(*names, selector=f"x={value}"))
    joined = "|".join(names)
    assert selector.name == "up"
    assert selector.matchers == (
        Matcher("x", "=", value),
        Matcher("ns", "=", "shop"),
        Matcher("pod", "=~", joined) if len(names) > 1 else Matcher("pod", "=", joined),
    )


@pytest.mark.parametrize(
    ("kind", "more", "expected_functions", "series"),
    [
        ("gauge", {}, [], {"m"}),
        ("counter", {}, ["rate"], {"m"}),
        ("histogram", {}, ["rate", "rate"], {"m_sum", "m_count"}),
        (
            "histogram",
            {"quantile": 0.9},
            ["histogram_quantile", "rate", "rate"],
            {"m_bucket", "m_count"},
        ),
    ],
)
def test_generated_queries_ask_for_each_object(
    kind: str, more: dict[str, float], expected_functions: list[str], series: set[str]
) -> None:
    descriptor = MetricDescriptor(
        series_name="m", kind=kind, help="h", api_name="a", **more  # type: ignore[arg-type]  # a table's words
    )  # fmt: skip
    template = generate(descriptor)
    request = MetricRequest(metric="a", group_resource=PODS, names=("x", "y"))
    backing = "m_bucket" if more else "m_count" if kind == "histogram" else "m"
    query = Querying(template).build(request, backing, label_for=label_for)
    assert functions(query) == expected_functions
    found = selectors(query)
    assert {selector.name for selector in found} == series
    assert {s.matchers for s in found} == {(Matcher("pod", "=~", "x|y"),)}


@pytest.mark.parametrize("aggregation", ["sum", "avg", "max", "min"])
def test_the_aggregation_is_the_declared_one(aggregation: str) -> None:
    descriptor = MetricDescriptor(
        series_name="m", kind="gauge", help="h", api_name="a",
        aggregation=aggregation,  # type: ignore[arg-type]  # a table's word
    )  # fmt: skip
    assert generate(descriptor).startswith(f"{aggregation}(")


def test_the_rate_window_is_the_declared_one() -> None:
    descriptor = MetricDescriptor(
        series_name="m", kind="counter", help="h", api_name="a", rate_window_seconds=90
    )
    assert "[1m30s]" in generate(descriptor)
