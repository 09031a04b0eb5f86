"""One rule as the checks see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules import sources
from adapter_rules.checks.subject import Subject, subject
from adapter_rules.model import AdapterConfig, ResourceMapping, dump
from octoscale.core.finding import Severity
from octoscale.kube.restmapper import PODS, RESTMapper
from tests.adapter_rules.checks.inputs import PODS as FOR_PODS
from tests.adapter_rules.checks.inputs import overrides, rule

if TYPE_CHECKING:
    from adapter_rules.model import DiscoveryRule


def seen(
    one: DiscoveryRule, *, external: bool = False, live: tuple[str, ...] = ()
) -> Subject:
    custom, others = ((), (one,)) if external else ((one,), ())
    config = AdapterConfig(rules=custom, external_rules=others)
    (found,) = sources.find(dump(config), file="f")
    path = ("externalRules" if external else "rules", 0)
    return subject(found, path, one, mapper=RESTMapper.builtin(), live_names=live)


def test_a_rule_has_its_name_and_kind() -> None:
    assert (seen(rule()).label, seen(rule()).external) == ("rules[0]", False)
    assert seen(rule(), external=True).external


@pytest.mark.parametrize(
    ("mapping", "label"),
    [
        pytest.param(FOR_PODS, "namespace", id="an override"),
        pytest.param(overrides(ns="namespaces", pod="pod"), "ns", id="another label"),
        pytest.param(overrides(pod="pod"), "", id="none"),
        pytest.param(
            ResourceMapping(template="k_<<.Resource>>"), "k_namespace", id="a template"
        ),
    ],
)
def test_the_namespace_s_label_is_known(mapping: ResourceMapping, label: str) -> None:
    assert seen(rule(resources=mapping)).namespace_label == label


def test_unknown_resources_are_left_out() -> None:
    one = seen(rule(resources=overrides(pod="pod", x="podz")))
    assert one.resources == (("pod", PODS),)
    assert one.objects == (("pod", PODS),)


def test_what_cannot_be_read_is_nothing_and_raises_nothing() -> None:
    one = seen(rule("sum((", series="up{"))
    assert (one.query, one.series, one.usages) == (None, None, [])


def test_names_are_those_of_the_series_query_or_of_a_live_prometheus() -> None:
    assert seen(rule()).names == ("shop_requests_total",)
    wide = rule(series='{__name__=~"^shop_.*"}')
    assert seen(wide, live=("shop_a", "shop_b")).names == ("shop_a", "shop_b")


def test_stand_ins_become_the_real_names() -> None:
    one = seen(rule("sum(S{L}) / sum(other{L})"))
    assert [one.names_for(usage) for usage in one.usages] == [
        ("shop_requests_total",),
        ("other",),
    ]


def test_the_api_name_is_that_of_the_naming_stage() -> None:
    one = seen(rule(matches="^(.*)_total$", as_="${1}"))
    assert one.api_name("shop_requests_total") == "shop_requests"
    assert one.api_name("shop_depth") is None


def test_a_finding_has_the_place_of_a_part() -> None:
    one = seen(rule())
    made = one.finding("X", Severity.INFO, "m", at=("seriesQuery",), hint="")
    assert made.place.line == 2
    assert one.place() == one.place()
