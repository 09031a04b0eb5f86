"""Which rule stands behind a metric."""

from __future__ import annotations

import pytest

from adapter_rules.model import load
from hpa.keda.backing import backing
from octoscale.kube.restmapper import RESTMapper
from tests.hpa.keda.samples import config

MAPPER = RESTMapper.builtin()


@pytest.mark.parametrize(
    ("metric", "rule", "series", "assumed"),
    [
        pytest.param("open_fds", "rules[0]", "open_fds", False, id="by name"),
        pytest.param(
            "http_requests_per_second",
            "rules[1]",
            "http_requests_total",
            True,
            id="by a pattern",
        ),
    ],
)
def test_the_rule_and_its_series(
    metric: str, rule: str, series: str, assumed: bool
) -> None:
    found = backing(metric, config().rules, MAPPER, field="rules")
    assert found is not None
    assert found.rule.label == rule
    assert (found.series_name, found.is_assumed) == (series, assumed)


@pytest.mark.parametrize(
    "metric",
    [
        pytest.param("nope", id="no rule"),
        pytest.param("jobs_per_second", id="the series query does not match"),
        pytest.param("queue_depth", id="only external"),
    ],
)
def test_no_rule(metric: str) -> None:
    assert backing(metric, config().rules, MAPPER, field="rules") is None


def test_the_last_of_two_rules_wins_and_a_broken_one_is_passed_over() -> None:
    text = """\
rules:
- {seriesQuery: up, metricsQuery: first}
- {seriesQuery: up, metricsQuery: second}
- seriesQuery: up
  resources: {overrides: {x: {resource: nonsense}}}
  metricsQuery: third
- {seriesQuery: 'up +', metricsQuery: fourth}
"""
    found = backing("up", load(text).rules, MAPPER, field="rules")
    assert found is not None
    assert found.rule.source.metrics_query == "second"


@pytest.mark.parametrize(
    ("rule", "served"),
    [
        pytest.param("seriesFilters: [{isNot: ^up$}]", False, id="filtered"),
        pytest.param("name: {as: down}", False, id="named otherwise"),
        pytest.param("name: {matches: ^down$}", False, id="not named"),
        pytest.param("seriesFilters: [{is: ^up$}]", True, id="kept"),
    ],
)
def test_filters_and_names_are_applied(rule: str, served: bool) -> None:
    text = f"rules:\n- seriesQuery: up\n  {rule}\n"
    found = backing("up", load(text).rules, MAPPER, field="rules")
    assert (found is not None) is served


@pytest.mark.parametrize(
    ("selector", "served"),
    [
        pytest.param('{__name__="up"}', True, id="equal"),
        pytest.param('{__name__!="up",a="b"}', False, id="unequal"),
        pytest.param('{__name__=~"u.*"}', True, id="match"),
        pytest.param('{__name__=~"u"}', False, id="only the whole name"),
        pytest.param('{__name__!~"d.*",a="b"}', True, id="no match"),
    ],
)
def test_matchers_of_the_name(selector: str, served: bool) -> None:
    text = f"rules:\n- seriesQuery: '{selector}'\n"
    found = backing("up", load(text).rules, MAPPER, field="rules")
    assert (found is not None) is served
