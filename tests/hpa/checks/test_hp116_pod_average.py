"""HP116: an average over what was scraped, used as a total."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import found, hpa, of_object, pods, rule

VALUE = of_object("fds", type="Value", value=200)
SHARE = of_object("fds", type="AverageValue", averageValue=200)


@pytest.mark.parametrize("aggregation", ["avg", "max", "min"])
@pytest.mark.parametrize("by", ["by (job)", "by (app, tier)", ""])
def test_as_a_value_it_overshoots(aggregation: str, by: str) -> None:
    rules = rule("fds", f"{aggregation} {by} (<<.Series>>)")
    (finding,) = found("HP116", hpa(VALUE), rules=rules)
    assert finding.severity is Severity.WARNING


def test_as_an_average_value_it_is_divided_again() -> None:
    rules = rule("fds", "2 * (avg(<<.Series>>) by (job))")
    (finding,) = found("HP116", hpa(SHARE), rules=rules)
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("metric", "query"),
    [
        pytest.param(VALUE, "max(<<.Series>>) by (<<.GroupBy>>)", id="of the object"),
        pytest.param(VALUE, "sum(<<.Series>>) by (job)", id="a total"),
        pytest.param(VALUE, "<<.Series>>", id="as it is"),
        pytest.param(VALUE, "max_over_time(<<.Series>>[5m])", id="over time"),
        pytest.param(VALUE, "sum((", id="unreadable"),
        pytest.param(VALUE, "avg(<<.Series>>) without (pod)", id="keeps the object"),
        pytest.param(pods("fds"), "avg(<<.Series>>) by (job)", id="a pods metric"),
    ],
)
def test_others_do_not(metric: dict[str, object], query: str) -> None:
    assert found("HP116", hpa(metric), rules=rule("fds", query)) == []


def test_without_rules_nothing_is_known() -> None:
    assert found("HP116", hpa(VALUE)) == []
