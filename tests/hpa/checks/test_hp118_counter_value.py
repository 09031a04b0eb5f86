"""HP118: a counter as it stands."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import SUM_OF_RATES, found, hpa, pods, resource, rule

PLAIN = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"


def test_without_rules_the_name_is_a_warning() -> None:
    (finding,) = found("HP118", hpa(pods("reads_total")))
    assert finding.severity is Severity.WARNING
    assert found("HP118", hpa(pods("reads_per_second"))) == []
    assert found("HP118", hpa(resource())) == []


@pytest.mark.parametrize(
    ("series", "name", "query"),
    [
        pytest.param("reads_total", "reads", PLAIN, id="a counter"),
        pytest.param("reads_total", "reads", "<<.Series>> / 60", id="scaled"),
        pytest.param("reads", "reads_per_second", PLAIN, id="a promise"),
    ],
)
def test_a_rule_without_a_rate(series: str, name: str, query: str) -> None:
    rules = rule(series, query, name=name)
    (finding,) = found("HP118", hpa(pods(name)), rules=rules)
    assert finding.severity is Severity.ERROR
    assert "rules.yaml:" in finding.message


@pytest.mark.parametrize(
    ("series", "name", "query"),
    [
        pytest.param("reads_total", "reads", SUM_OF_RATES, id="a rate"),
        pytest.param("reads_total", "reads_total", SUM_OF_RATES, id="with its name"),
        pytest.param("reads", "reads", PLAIN, id="a gauge"),
        pytest.param("a_total", "ratio", "<<.Series>> / b_total", id="a quotient"),
    ],
)
def test_rules_that_are_fine(series: str, name: str, query: str) -> None:
    rules = rule(series, query, name=name)
    assert found("HP118", hpa(pods(name)), rules=rules) == []
