"""HP119: load averages."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import external, found, hpa, of_object, pods, rule


@pytest.mark.parametrize("name", ["load1", "shop_load5", "app_load15"])
def test_load_averages(name: str) -> None:
    assert len(found("HP119", hpa(pods(name)))) == 1
    assert len(found("HP119", hpa(of_object(name)))) == 1


@pytest.mark.parametrize("name", ["shop_load", "payload1", "shop_load10", "workload5"])
def test_other_names(name: str) -> None:
    assert found("HP119", hpa(pods(name))) == []


def test_a_new_name_does_not_hide_the_series() -> None:
    rules = rule("shop_load1", "max(<<.Series>>) by (pod)", name="pressure")
    (finding,) = found("HP119", hpa(pods("pressure")), rules=rules)
    assert "shop_load1" in finding.message


def test_an_external_metric_may_be_a_nodes() -> None:
    assert found("HP119", hpa(external("gateway_load1"))) == []
