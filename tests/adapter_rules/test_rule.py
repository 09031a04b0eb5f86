"""A config's rules are put together, or refused with every wrong override."""

from __future__ import annotations

import pytest

from adapter_rules.loading import load_source
from adapter_rules.model import AdapterConfig, DiscoveryRule
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_config, compile_rule
from octoscale.core.errors import InputError
from octoscale.kube.restmapper import PODS, RESTMapper

MAPPER = RESTMapper.builtin()
WRONG = """\
rules:
- seriesQuery: a
  resources:
    overrides:
      pod: {resource: podz}
      d: {group: extensions, resource: deployment}
externalRules:
- seriesQuery: b
  resources: {overrides: {ns: {resource: ns}}}
resourceRules:
  cpu: {resources: {overrides: {i: {}}}}
  memory: {resources: {overrides: {j: {resource: po}}}}
"""


def test_every_wrong_override_has_its_place() -> None:
    source = load_source(WRONG, file="f")
    with pytest.raises(InputError) as caught:
        compile_config(source.config, MAPPER, document=source.document)
    assert [str(f.place) for f in caught.value.findings] == [
        "f:5:12",
        "f:6:10",
        "f:9:31",
        "f:11:36",
        "f:12:39",
    ]
    assert {f.code for f in caught.value.findings} == {"AR001"}


def test_rules_know_where_they_stand() -> None:
    config = AdapterConfig(
        rules=(DiscoveryRule(), DiscoveryRule()), external_rules=(DiscoveryRule(),)
    )
    compiled = compile_config(config, MAPPER)
    assert [rule.label for rule in compiled.custom] == ["rules[0]", "rules[1]"]
    assert [rule.label for rule in compiled.external] == ["externalRules[0]"]


def test_a_rule_answers_a_request_through_its_stages() -> None:
    text = (
        "rules: [{resources: {template: '<<.Resource>>'}, "
        "metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'}]"
    )
    rule = compile_rule(load_source(text).config.rules[0], MAPPER)
    request = MetricRequest(
        metric="m", group_resource=PODS, namespace="shop", names=("a",)
    )
    assert rule.query_for(request, "up") == (
        'max(up{namespace="shop",pod="a"}) by (pod)'
    )
