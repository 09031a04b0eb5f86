"""Several teams' configs as one, and where they disagree."""

from __future__ import annotations

import pytest

from adapter_rules.fragments import conflicts, merge
from adapter_rules.sources import FoundConfig, find
from octoscale.core.errors import InputError

PODS = (
    "resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}"
)


def fragment(name: str, *rules: str, field: str = "rules") -> FoundConfig:
    text = "".join(f"- {{{rule}}}\n" for rule in rules)
    return find(f"{field}:\n{text}", file=name)[0]


def rule(series: str, query: str = "sum(S)", name: str = "") -> str:
    named = f", name: {{as: {name}}}" if name else ""
    return f"seriesQuery: {series}, metricsQuery: '{query}', {PODS}{named}"


def test_rules_stand_behind_each_other() -> None:
    merged = merge([fragment("a", rule("x")), fragment("b", rule("y"))])
    assert [one.series_query for one in merged.config.rules] == ["x", "y"]
    assert merged.repeated == 0


def test_the_same_rule_twice_is_no_conflict() -> None:
    merged = merge([fragment("a", rule("x")), fragment("b", rule("x"), rule("y"))])
    assert len(merged.config.rules) == 2
    assert merged.repeated == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(rule("x", "max(S)"), id="another query"),
        pytest.param(rule("y", name="x"), id="another series of the name"),
    ],
)
def test_one_name_served_in_two_ways_is_a_conflict(other: str) -> None:
    with pytest.raises(InputError) as raised:
        merge([fragment("a", rule("x")), fragment("b", rule("z"), other)])
    (finding,) = raised.value.findings
    assert finding.code == "AR004"
    assert str(finding.place) == "b:3:3"
    assert "a:2:3" in finding.message


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(fragment("b", rule("x"), field="externalRules"), id="external"),
        pytest.param(fragment("b", rule("x", name="y")), id="another name"),
        pytest.param(fragment("b", rule("'{a=\"b\"}'", name="x")), id="a pattern"),
    ],
)
def test_no_conflict(other: FoundConfig) -> None:
    assert list(conflicts([fragment("a", rule("x")), other])) == []


def test_within_one_file_the_checks_tell_it() -> None:
    assert list(conflicts([fragment("a", rule("x"), rule("x", "max(S)"))])) == []


def test_resource_rules_must_be_the_same() -> None:
    one = find("resourceRules: {window: 1m}", file="a")[0]
    other = find("resourceRules: {window: 2m}", file="b")[0]
    assert merge([one, one]).config.resource_rules == one.config.resource_rules
    with pytest.raises(InputError, match="resourceRules stand at a:1:1 too"):
        merge([one, other])
