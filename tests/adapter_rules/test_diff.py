"""What one config serves and another does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.diff import Change, diff
from adapter_rules.model import AdapterConfig, load
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from octoscale.core.errors import InputError
from octoscale.kube.restmapper import RESTMapper
from tests.adapter_rules.checks.inputs import rule

MAPPER = RESTMapper.builtin()
WIDE = '{__name__=~"^shop_.*"}'


def config(*queries: str, series: str = "shop_jobs", as_: str = "") -> AdapterConfig:
    return AdapterConfig(
        rules=tuple(rule(query, series=series, as_=as_) for query in queries)
    )


def changes(old: AdapterConfig, new: AdapterConfig) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in diff(old, new, mapper=MAPPER)]


def test_a_rule_appears_under_all_its_resources() -> None:
    found = changes(AdapterConfig(), config("sum(S{L}) by (G)"))
    assert found == [
        ("appears", "namespaces/shop_jobs"),
        ("appears", "pods/shop_jobs"),
    ]


def test_a_query_changes() -> None:
    old, new = config("sum(S{L}) by (G)"), config("max(S{L}) by (G)")
    assert diff(old, new, mapper=MAPPER)[1] == Change(
        kind="changes",
        name="pods/shop_jobs",
        old='sum(shop_jobs{namespace="NAMESPACE",pod="OBJECT"}) by (pod)',
        new='max(shop_jobs{namespace="NAMESPACE",pod="OBJECT"}) by (pod)',
    )


def test_another_name_is_one_gone_and_one_new() -> None:
    old, new = config("S"), config("S", as_="work")
    assert {kind for kind, _ in changes(old, new)} == {"appears", "disappears"}


def test_only_the_last_rule_of_a_name_counts() -> None:
    assert changes(config("min(S)", "max(S)"), config("max(S)")) == []


def test_rules_with_a_pattern_are_compared_as_a_whole() -> None:
    old, new = config("sum(S)", series=WIDE), config("max(S)", series=WIDE)
    assert changes(old, new) == [("changes", f"series {WIDE}")]


def test_external_and_resource_rules() -> None:
    old = load("externalRules: [{seriesQuery: up, metricsQuery: up}]")
    new = load("resourceRules: {window: 5m}")
    assert changes(old, new) == [
        ("disappears", "external up"),
        ("appears", "resourceRules"),
    ]


def test_a_live_prometheus_says_what_is_listed() -> None:
    known = [Series(f"shop_{name}", {"pod": "a"}) for name in ("jobs", "hits")]
    old, new = config("sum(S)", series=WIDE), config("sum(S)", series="shop_jobs")
    memory = MemoryPrometheus(known=known)
    found = diff(old, new, mapper=MAPPER, prometheus=memory)
    assert [(one.kind, one.name) for one in found] == [("disappears", "pods/shop_hits")]


def test_a_config_that_cannot_start_is_refused() -> None:
    bad = load("rules: [{seriesQuery: up, resources: {overrides: {a: {resource: b}}}}]")
    with pytest.raises(InputError, match="AR001"):
        diff(bad, AdapterConfig(), mapper=MAPPER)


QUERIES = st.lists(
    st.sampled_from(["sum(S{L}) by (G)", "max(S)", "<<.Nope>>", "S"]), max_size=3
)


@given(st.builds(lambda queries: config(*queries), QUERIES))
def test_a_config_does_not_differ_from_itself(one: AdapterConfig) -> None:
    assert changes(one, one) == []


@given(QUERIES, QUERIES)
def test_differences_are_mirrored(old: list[str], new: list[str]) -> None:
    mirror = {"appears": "disappears", "disappears": "appears", "changes": "changes"}
    forth = changes(config(*old), config(*new))
    back = changes(config(*new), config(*old))
    assert {(mirror[kind], name) for kind, name in forth} == set(back)
