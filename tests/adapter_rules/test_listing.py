"""Listing lets the last one win and tells who lost, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.listing import Stage, list_custom, list_external
from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.series import Series
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from adapter_rules.listing import Listing
    from adapter_rules.rule import CompiledConfig

PODS = (
    "resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}"
)
LABELS = {"namespace": "shop", "pod": "web-0"}


def compiled(*rules: str) -> CompiledConfig:
    body = "\n".join(f"- {rule}".replace("\n", "\n  ") for rule in rules)
    text = f"rules:\n{body}\nexternalRules:\n{body}\n"
    return compile_config(load_source(text).config, RESTMapper.builtin())


def custom(rules: list[str], **found: list[Series]) -> Listing:
    return list_custom(compiled(*rules).custom, found)


def names(listing: Listing) -> list[tuple[str, bool]]:
    return sorted((str(m.key), m.key.namespaced) for m in listing.metrics)


def left(listing: Listing) -> list[tuple[str, str, Stage]]:
    return [(one.rule.label, one.series_name, one.stage) for one in listing.left_out]


def test_a_series_is_listed_under_each_resource_of_its_labels() -> None:
    listing = custom([f"seriesQuery: q\n{PODS}"], q=[Series("m", LABELS)])
    assert names(listing) == [("namespaces/m", False), ("pods/m", True)]
    assert listing.left_out == ()


def test_any_series_of_a_name_makes_it_listed() -> None:
    only_namespace = Series("m", {"namespace": "shop"})
    listing = custom(
        [f"seriesQuery: q\n{PODS}"], q=[only_namespace, Series("m", LABELS)]
    )
    assert names(listing) == [("namespaces/m", False), ("pods/m", True)]
    assert len(listing.metrics[0].series) == 2


def test_a_later_rule_wins() -> None:
    rule = f"seriesQuery: q\n{PODS}\nname: {{as: same}}"
    other = f"seriesQuery: r\n{PODS}\nname: {{as: same}}"
    listing = custom([rule, other], q=[Series("a", LABELS)], r=[Series("b", LABELS)])
    assert {m.series_name for m in listing.metrics} == {"b"}
    assert left(listing) == [("rules[0]", "a", Stage.LISTING)] * 2
    assert "pods/same is served by rules[1] (series 'b')" in listing.left_out[1].reason


def test_a_later_series_wins_within_a_rule() -> None:
    rule = f"seriesQuery: q\n{PODS}\nname: {{as: same}}"
    series = [Series(name, LABELS) for name in ("c", "a", "b", "a")]
    listing = custom([rule], q=series)
    assert {m.series_name for m in listing.metrics} == {"a"}


def test_what_the_filters_drop_is_told() -> None:
    rule = f"seriesQuery: q\nseriesFilters: [{{isNot: _total$}}]\n{PODS}"
    listing = custom([rule], q=[Series("m_total", LABELS), Series("m", LABELS)])
    assert left(listing) == [("rules[0]", "m_total", Stage.DISCOVERY)]
    assert "matches '_total$'" in listing.left_out[0].reason


def test_labels_that_stand_for_nothing_are_told() -> None:
    listing = custom([f"seriesQuery: q\n{PODS}"], q=[Series("m", {"x": "y"})])
    assert left(listing) == [("rules[0]", "m", Stage.ASSOCIATION)]
    assert listing.left_out[0].reason.endswith("a resource: x")
    listing = custom([f"seriesQuery: q\n{PODS}"], q=[Series("m", {})])
    assert listing.left_out[0].reason.endswith("it has none")


def test_names_that_nobody_can_ask_for_are_listed_and_told() -> None:
    rule = f"seriesQuery: q\n{PODS}\nname: {{matches: (.*), as: $1_x}}"
    listing = custom([rule], q=[Series("m", LABELS)])
    assert names(listing) == [("namespaces/", False), ("pods/", True)]
    assert left(listing) == [("rules[0]", "m", Stage.NAMING)] * 2


def test_a_series_without_a_name_is_listed_under_the_empty_name() -> None:
    listing = custom([f"seriesQuery: q\n{PODS}"], q=[Series("", LABELS)])
    assert ("pods/", True) in names(listing)


def test_a_query_that_found_nothing_lists_nothing() -> None:
    assert custom([f"seriesQuery: q\n{PODS}"]).metrics == ()


def test_external_metrics_need_no_association() -> None:
    config = compiled("seriesQuery: q\nname: {matches: ^(.*)_total$}")
    listing = list_external(
        config.external, {"q": [Series("m_total", {}), Series("m", {})]}
    )
    assert names(listing) == [("m", True)]
    assert left(listing) == [("externalRules[0]", "m", Stage.DISCOVERY)]
