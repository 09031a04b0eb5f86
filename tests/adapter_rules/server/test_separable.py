"""What may be asked widely, and what may not: proofs on the query's tree."""

from __future__ import annotations

import pytest

from adapter_rules import model
from adapter_rules.errors import RuleError
from adapter_rules.listing import Listed, MetricKey
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_rule
from adapter_rules.selector import Selector
from adapter_rules.server.separable import widened
from octoscale.kube.restmapper import NAMESPACES, PODS, RESTMapper

M = "<<.LabelMatchers>>"
MAPPING = model.ResourceMapping(
    overrides={
        "namespace": model.ResourceOverride(resource="namespace"),
        "pod": model.ResourceOverride(resource="pod"),
    }
)
REQUEST = MetricRequest(
    metric="m", group_resource=PODS, namespace="shop", names=("web-0",)
)


def listed(query: str) -> Listed:
    source = model.DiscoveryRule(
        series_query="m", resources=MAPPING, metrics_query=query
    )
    rule = compile_rule(source, RESTMapper.builtin())
    return Listed(MetricKey(PODS, "m", namespaced=True), rule, "m", "pod", ())


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        pytest.param(
            f"sum(<<.Series>>{{{M}}}) by (<<.GroupBy>>)",
            'sum(m{pod!=""}) by (pod, namespace)',
            id="sum",
        ),
        pytest.param(
            f'sum by (<<.GroupBy>>) (rate(m{{a="b",{M}}}[5m]))',
            'sum(rate(m{a="b",pod!=""}[5m])) by (pod, namespace)',
            id="rate",
        ),
        pytest.param(
            f"sum(a{{{M}}}) by (<<.GroupBy>>) / sum(b{{{M}}}) by (<<.GroupBy>>) * 2",
            'sum(a{pod!=""}) by (pod, namespace) / '
            'sum(b{pod!=""}) by (pod, namespace) * 2',
            id="ratio",
        ),
        pytest.param(
            f"histogram_quantile(0.9, sum(rate(m{{{M}}}[1m])) by (le, <<.GroupBy>>))",
            'histogram_quantile(0.9, sum(rate(m{pod!=""}[1m])) '
            "by (le, pod, namespace))",
            id="quantile",
        ),
        pytest.param(
            f"(max(a{{{M}}}) by (<<.GroupBy>>)) > 0",
            '(max(a{pod!=""}) by (pod, namespace)) > 0',
            id="comparison",
        ),
        pytest.param(
            f"max(sum(m{{{M}}} offset 5m) by (pod, code)) by (<<.GroupBy>>)",
            'max(sum(m{pod!=""} offset 5m) by (pod, code, namespace)) '
            "by (pod, namespace)",
            id="nested",
        ),
    ],
)
def test_what_is_computed_object_by_object_is_asked_widely(
    narrow: str, wide: str
) -> None:
    found = widened(listed(narrow), REQUEST)
    assert found.promql == wide
    assert (found.label, found.namespace_label) == ("pod", "namespace")


@pytest.mark.parametrize(
    ("narrow", "why"),
    [
        pytest.param(f"m{{{M}}}", "not grouped", id="whole series"),
        pytest.param(f"sum(m{{{M}}})", "no proof for sum", id="one sum"),
        pytest.param(f"sum(m{{{M}}}) by (pod, code)", "not grouped", id="more labels"),
        pytest.param(f"sum(m{{{M}}}) without (code)", "no proof", id="without"),
        pytest.param(f"topk(1, m{{{M}}}) by (pod)", "no proof", id="topk"),
        pytest.param("sum(m) by (<<.GroupBy>>)", "without <<.Label", id="no matchers"),
        pytest.param(
            f"sum(m{{{M}}}) by (pod) / scalar(sum(m))", "no proof", id="scalar"
        ),
        pytest.param(
            f"sum(m{{{M}}}) by (pod) / on (pod) sum(b{{{M}}}) by (pod)",
            "no proof for matching",
            id="on",
        ),
        pytest.param(
            f"sum(m{{{M}}}) by (pod) or b{{{M}}}", "different labels", id="or series"
        ),
        pytest.param(
            f"sum(m{{{M}}}) by (pod) or vector(0)", "no proof for vector", id="vector"
        ),
        pytest.param(
            f"sum(label_replace(m{{{M}}}, 'pod', 'x', '', '')) by (pod)",
            "no proof for label_replace",
            id="label_replace",
        ),
        pytest.param(
            'sum(m{pod=~"<<index .LabelValuesByName "pod">>"}) by (pod)',
            "the template says",
            id="names in the template",
        ),
        pytest.param(
            f'<<if eq .Series "m">>sum(m{{{M}}}) by (pod)<<end>>',
            "the template says",
            id="a condition",
        ),
        pytest.param(f"absent(m{{{M}}})", "no proof", id="absent"),
        pytest.param(f"count_values('pod', m{{{M}}})", "no proof", id="count_values"),
    ],
)
def test_what_cannot_be_proved_is_refused(narrow: str, why: str) -> None:
    with pytest.raises(RuleError, match=why.replace("(", "\\(")):
        widened(listed(narrow), REQUEST)


def test_a_selector_over_the_objects_own_label_is_refused() -> None:
    request = MetricRequest(
        metric="m",
        group_resource=PODS,
        namespace="shop",
        names=("web-0",),
        selector=Selector.parse("pod=x"),
    )
    with pytest.raises(RuleError, match="own labels"):
        widened(listed(f"sum(m{{{M}}}) by (<<.GroupBy>>)"), request)


def test_a_selector_over_another_label_stays() -> None:
    request = MetricRequest(
        metric="m",
        group_resource=PODS,
        namespace="shop",
        names=("web-0",),
        selector=Selector.parse("code in (200, 201)"),
    )
    found = widened(listed(f"sum(m{{{M}}}) by (<<.GroupBy>>)"), request)
    assert found.promql == 'sum(m{code=~"200|201",pod!=""}) by (pod, namespace)'


def test_namespaces_themselves_need_no_further_label() -> None:
    request = MetricRequest(metric="m", group_resource=NAMESPACES, names=("shop",))
    found = widened(listed(f"sum(m{{{M}}}) by (<<.GroupBy>>)"), request)
    assert found.promql == 'sum(m{namespace!=""}) by (namespace)'
    assert found.namespace_label == ""
