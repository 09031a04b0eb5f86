"""HP132: rules that nobody uses."""

from __future__ import annotations

from octoscale.core.finding import Severity
from tests.hpa.checks.inputs import external, found, hpa, pods, rule

PLAIN = "sum(<<.Series>>) by (<<.GroupBy>>)"


def test_an_unused_rule_is_mentioned_at_its_place() -> None:
    (finding,) = found("HP132", hpa(), rules=rule("fds", PLAIN))
    assert finding.severity is Severity.INFO
    assert str(finding.place) == "rules.yaml:2:16"


def test_a_used_rule_is_not() -> None:
    assert found("HP132", hpa(pods("fds")), rules=rule("fds", PLAIN)) == []


def test_the_two_apis_are_told_apart() -> None:
    rules = rule("fds", PLAIN, external=True)
    assert len(found("HP132", hpa(pods("fds")), rules=rules)) == 1
    assert found("HP132", hpa(external("fds")), rules=rules) == []


def test_patterns_and_inputs_without_hpas_are_left_alone() -> None:
    pattern = rule('{__name__=~".*_total"}', PLAIN)
    assert found("HP132", hpa(), rules=pattern) == []
    assert found("HP132", "kind: Service", rules=rule("fds", PLAIN)) == []
