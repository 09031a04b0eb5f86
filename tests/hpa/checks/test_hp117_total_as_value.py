"""HP117: a total compared as a Value."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import SUM_OF_RATES, external, found, hpa, of_object, rule

QUEUE = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"


@pytest.mark.parametrize(
    ("query", "severity"),
    [
        pytest.param(SUM_OF_RATES, Severity.WARNING, id="a rate never falls"),
        pytest.param(QUEUE, Severity.INFO, id="a queue does"),
    ],
)
def test_an_object_value_of_a_sum(query: str, severity: Severity) -> None:
    metric = of_object("m", type="Value", value="1500")
    (finding,) = found("HP117", hpa(metric), rules=rule("m", query))
    assert finding.severity is severity
    assert "averageValue: 1500" in finding.hint


def test_an_external_value_of_a_sum() -> None:
    rules = rule("m", SUM_OF_RATES, external=True)
    metric = external("m", type="Value", value=10)
    assert len(found("HP117", hpa(metric), rules=rules)) == 1
    # The rule of the other API has nothing to do with it.
    assert found("HP117", hpa(metric), rules=rule("m", SUM_OF_RATES)) == []


@pytest.mark.parametrize(
    ("metric", "query"),
    [
        (of_object("m", type="AverageValue", averageValue=10), SUM_OF_RATES),
        (of_object("m", type="Value", value=10), "avg(<<.Series>>) by (<<.GroupBy>>)"),
        (
            of_object("m", type="Value", value=10),
            "histogram_quantile(0.9, <<.Series>>)",
        ),
    ],
)
def test_other_uses(metric: dict[str, object], query: str) -> None:
    assert found("HP117", hpa(metric), rules=rule("m", query)) == []
