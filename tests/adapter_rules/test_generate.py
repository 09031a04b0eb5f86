"""A descriptor becomes a rule that finds, associates, names and asks for it."""

from __future__ import annotations

import pytest

from adapter_rules.generate import config_for, rule_for
from adapter_rules.listing import list_custom, list_external
from adapter_rules.model import dump, load
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.promql import parse
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_config
from adapter_rules.series import Series
from octoscale.core.descriptor import Association, MetricDescriptor
from octoscale.kube.restmapper import PODS, GroupResource, RESTMapper

SERVICES = Association(
    kind="object", namespace_label="ns", object_label="svc", group_resource="services"
)
DEPLOYMENTS = Association(
    kind="object", object_label="d", group_resource="deployments.apps"
)
ASSOCIATIONS = {
    "pods": (Association(), PODS, {"namespace": "shop", "pod": "a"}),
    "cms": (
        Association(namespace_label="ns", object_label="apod"),
        PODS,
        {"ns": "shop", "apod": "a"},
    ),
    "services": (
        SERVICES,
        GroupResource("", "services"),
        {"ns": "shop", "svc": "a"},
    ),
    "deployments": (
        DEPLOYMENTS,
        GroupResource("apps", "deployments"),
        {"namespace": "shop", "d": "a"},
    ),
    "external": (Association(kind="external"), None, {"namespace": "shop"}),
    "external without namespace": (
        Association(kind="external", namespace_label=None),
        None,
        {"queue": "a"},
    ),
}
KINDS = {
    "gauge": ({"kind": "gauge"}, ["m"]),
    "counter": ({"kind": "counter"}, ["m"]),
    "average": ({"kind": "histogram"}, ["m_bucket", "m_count", "m_sum"]),
    "quantile": (
        {"kind": "histogram", "quantile": 0.9},
        ["m_bucket", "m_count", "m_sum"],
    ),
}


@pytest.mark.parametrize("association", ASSOCIATIONS.values(), ids=ASSOCIATIONS)
@pytest.mark.parametrize(("more", "names"), KINDS.values(), ids=KINDS)
def test_a_generated_rule_resolves(
    more: dict[str, object],
    names: list[str],
    association: tuple[Association, GroupResource | None, dict[str, str]],
) -> None:
    declared, resource, labels = association
    descriptor = MetricDescriptor(
        series_name="m", help="h", api_name="api$1", association=declared, **more  # type: ignore[arg-type]  # a table's words
    )  # fmt: skip
    config = load(dump(config_for([descriptor])))
    compiled = compile_config(config, RESTMapper.builtin())
    rules = compiled.custom or compiled.external
    query = rules[0].source.series_query
    series = [Series(name, labels) for name in names]
    memory = MemoryPrometheus(known=[*series, Series("m", {"other": "x"})])
    found = {query: memory.series(query, limit=100, start=0).series}
    listing = (list_external if resource is None else list_custom)(rules, found)
    metric = next(m for m in listing.metrics if m.key.resource == resource)
    assert metric.key.metric == "api$1"
    request = MetricRequest(
        metric="api$1",
        group_resource=resource,
        namespace="shop",
        names=() if resource is None else ("a",),
    )
    promql = rules[0].query_for(request, metric.series_name)
    parse(promql)
    wanted_labels = [f'{k}="{v}"' for k, v in labels.items() if k != "queue"]
    assert all(label in promql for label in wanted_labels)


def test_external_metrics_go_where_they_belong() -> None:
    descriptors = [
        MetricDescriptor(
            series_name=name,
            kind="gauge",
            help="h",
            api_name=name,
            association=Association(kind=kind),  # type: ignore[arg-type]  # a table's word
        )
        for name, kind in (("a", "pods"), ("b", "external"), ("c", "pods"))
    ]
    config = config_for(descriptors)
    assert [rule.name.as_ for rule in config.rules] == ["a", "c"]
    assert [rule.name.as_ for rule in config.external_rules] == ["b"]


def test_the_same_descriptors_give_the_same_bytes() -> None:
    descriptor = MetricDescriptor(
        series_name="m", kind="counter", help="h", api_name="a"
    )
    assert dump(config_for([descriptor])) == dump(config_for([descriptor]))
    assert rule_for(descriptor) == rule_for(descriptor)
