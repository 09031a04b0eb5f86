"""A config as values of the chart."""

from __future__ import annotations

from adapter_rules.model import AdapterConfig, DiscoveryRule, load
from adapter_rules.outputs.helm import helm_values

RESOURCE = """\
resourceRules:
  cpu: &one {containerQuery: a, nodeQuery: b, containerLabel: c}
  memory: *one
  window: 1m
"""


def test_each_part_has_the_chart_s_name() -> None:
    one = DiscoveryRule(series_query="up")
    config = AdapterConfig(
        rules=(one,),
        external_rules=(one,),
        resource_rules=load(RESOURCE).resource_rules,
    )
    rules = helm_values(config)["rules"]
    assert list(rules) == ["default", "custom", "external", "resource"]
    assert rules["external"] == [{"seriesQuery": "up"}]
    assert rules["resource"]["window"] == "1m"


def test_the_chart_s_own_rules_are_switched_off() -> None:
    assert helm_values(AdapterConfig()) == {"rules": {"default": False}}
