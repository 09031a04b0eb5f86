"""AR108: two series under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.checks.run import Surroundings
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from tests.adapter_rules.checks.inputs import found, overrides, rule

if TYPE_CHECKING:
    from adapter_rules.model import DiscoveryRule


def test_a_later_rule_takes_the_name() -> None:
    other = rule(series='front_requests_total{pod!=""}')
    (finding,) = found("AR108", rule(), other)
    assert "rules[0] at rules.yaml:2:3" in finding.message


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(rule(as_="front"), id="another name"),
        pytest.param(rule(resources=overrides(service="service")), id="of services"),
        pytest.param(rule(matches="nothing"), id="serves nothing"),
    ],
)
def test_no_collision(other: DiscoveryRule) -> None:
    assert found("AR108", rule(), other) == []


def test_one_name_for_all_series_of_a_rule() -> None:
    wide = '{__name__=~"^shop_.*"}'
    assert len(found("AR108", rule(series=wide, as_="shop"))) == 1
    assert found("AR108", rule(series=wide, as_="${0}")) == []
    assert found("AR108", rule("sum(shop_jobs)", series=wide, as_="shop")) == []


def test_what_a_live_prometheus_has_decides() -> None:
    names = ("shop_a_total", "shop_a_sum", "shop_b_total")
    known = [Series(name, {"pod": "x"}) for name in names]
    around = Surroundings(prometheus=MemoryPrometheus(known=known))
    wide = rule(series='{__name__=~"^shop_.*"}', matches="^(shop_.)_", as_="$1")
    (finding,) = found("AR108", wide, around=around)
    assert finding.message.startswith("shop_a_total, shop_a_sum are all called")


def test_custom_and_external_metrics_do_not_meet() -> None:
    assert found("AR108", rule(), external=True) == []
