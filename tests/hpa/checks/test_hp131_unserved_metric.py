"""HP131: metrics that no rule exposes."""

from __future__ import annotations

import pytest

from octoscale.core import yamlio
from tests.hpa.checks.inputs import external, found, hpa, of_object, pods, rule

PLAIN = "sum(<<.Series>>) by (<<.GroupBy>>)"
RULES = rule("shop_fds", PLAIN)


def test_a_typing_error_gets_the_right_name() -> None:
    (finding,) = found("HP131", hpa(pods("sohp_fds")), rules=RULES)
    assert finding.hint == "did you mean 'shop_fds'?"


def test_a_rule_of_the_other_api_is_named() -> None:
    (finding,) = found("HP131", hpa(external("shop_fds")), rules=RULES)
    assert "other metrics API" in finding.hint
    rules = rule("shop_fds", PLAIN, external=True)
    assert found("HP131", hpa(external("shop_fds")), rules=rules) == []
    assert len(found("HP131", hpa(of_object("shop_fds")), rules=rules)) == 1


def test_a_config_without_rules_serves_nothing() -> None:
    assert len(found("HP131", hpa(pods("shop_fds")), rules="rules: []")) == 1
    assert found("HP131", hpa(pods("shop_fds"))) == []


def test_a_series_that_its_own_filters_leave_out_is_not_served() -> None:
    filtered = {
        "rules": [
            {
                "seriesQuery": "shop_fds",
                "seriesFilters": [{"isNot": "fds$"}],
                "metricsQuery": PLAIN,
            }
        ]
    }
    rules = yamlio.dump(filtered)
    assert len(found("HP131", hpa(pods("shop_fds")), rules=rules)) == 1


@pytest.mark.parametrize(
    ("as_", "name", "count"),
    [
        pytest.param("", "anything", 0, id="any name"),
        pytest.param("${1}_per_second", "reads_per_second", 0, id="a fitting name"),
        pytest.param("$1_per_second", "per_second", 0, id="a name like a group's"),
        pytest.param("${1}_per_second", "reads", 1, id="a name that cannot be"),
    ],
)
def test_rules_that_find_series_by_a_pattern(as_: str, name: str, count: int) -> None:
    rules = rule('{__name__=~"^(.*)_total$"}', PLAIN, name=as_)
    assert len(found("HP131", hpa(pods(name)), rules=rules)) == count
