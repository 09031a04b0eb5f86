"""The config file is read as strictly as the adapter reads it, and written back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.model import (
    AdapterConfig,
    DiscoveryRule,
    NameMapping,
    RegexFilter,
    ResourceMapping,
    ResourceOverride,
    ResourceRule,
    ResourceRules,
    dump,
    load,
    to_dict,
)
from octoscale.core.errors import InputError
from octoscale.core.yamlio import read_text
from tests.reference import reference

WHOLE = """\
rules:
- seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
  seriesFilters:
  - is: '^http'
  - isNot: '_created$'
  resources:
    template: 'kube_<<.Resource>>'
    overrides:
      pod_name: {group: '', resource: pod}
  name: {matches: '^(.*)_total$', as: '${1}_per_second'}
  metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
externalRules:
- seriesQuery: queue
  resources: {namespaced: false}
  metricsQuery: 'max(<<.Series>>)'
resourceRules:
  cpu:
    containerQuery: 'sum(a{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
    nodeQuery: 'sum(b) by (<<.GroupBy>>)'
    resources: {overrides: {instance: {resource: node}}}
    containerLabel: container
  window: 1h30m
"""


def test_every_field_is_read() -> None:
    config = load(WHOLE)
    (rule,) = config.rules
    assert rule.series_filters == (
        RegexFilter(is_="^http"),
        RegexFilter(is_not="_created$"),
    )
    assert rule.resources == ResourceMapping(
        template="kube_<<.Resource>>",
        overrides={"pod_name": ResourceOverride(resource="pod")},
    )
    assert rule.name == NameMapping(matches="^(.*)_total$", as_="${1}_per_second")
    assert config.external_rules[0].resources.namespaced is False
    assert config.resource_rules is not None
    assert config.resource_rules.window == "1h30m"
    assert config.resource_rules.cpu.container_label == "container"
    assert config.resource_rules.memory == ResourceRule()


def test_what_is_written_reads_back_the_same() -> None:
    config = load(WHOLE)
    assert load(dump(config)) == config
    assert dump(load(dump(config))) == dump(config)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", AdapterConfig()),
        ("# nothing\n", AdapterConfig()),
        ("rules:\n", AdapterConfig()),
        ("rules: []\n", AdapterConfig()),
        ("resourceRules: {}\n", AdapterConfig(resource_rules=ResourceRules())),
        ("resourceRules:\n", AdapterConfig()),
        ('{"rules": [{"seriesQuery": "m"}]}',
         AdapterConfig(rules=(DiscoveryRule(series_query="m"),))),
        ("rules:\n- seriesQuery: 5\n  metricsQuery: 07\n",
         AdapterConfig(rules=(DiscoveryRule(series_query="5", metrics_query="07"),))),
        ("rules: [{name: {as: yes}}]", AdapterConfig(
            rules=(DiscoveryRule(name=NameMapping(as_="yes")),))),
        ("rules: [~]", AdapterConfig(rules=(DiscoveryRule(),))),
        ("rules: []\n---\nanything: 1\n", AdapterConfig()),
        ("resourceRules: {window: 0}", AdapterConfig(
            resource_rules=ResourceRules(window="0"))),
    ],
)  # fmt: skip
def test_what_the_adapter_takes_is_taken(text: str, expected: AdapterConfig) -> None:
    assert load(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *((word, True) for word in ("true", "yes", "on", "y", "Y", "TRUE", "On")),
        *((word, False) for word in ("false", "no", "off", "n", "N", "OFF")),
        ("~", None),
    ],
)
def test_yaml_1_1_booleans(word: str, expected: bool | None) -> None:
    config = load(f"rules: [{{resources: {{namespaced: {word}}}}}]")
    assert config.rules[0].resources.namespaced is expected


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("rulez: []\n", "1:1", "unknown field 'rulez'"),
        ("rules:\n- seriesQry: a\n", "2:3", "unknown field 'seriesQry'"),
        ("rules:\n- series_query: a\n", "2:3", "unknown field 'series_query'"),
        ("rules: [{seriesFilters: [{isnot: a}]}]", "1:27", "unknown field 'isnot'"),
        ("rules: [{seriesFilters: [{is_not: a}]}]", "1:27", "unknown field 'is_not'"),
        ("rules:\n- a: 1\n  a: 2\n", "3:3", "duplicate key 'a'"),
        ("rules: {a: b}\n", "1:8", "rules"),
        ("rules: [{namespaced: true}]", "1:10", "unknown field 'namespaced'"),
        ("rules: [{resources: {namespaced: 'false'}}]", "1:34", "boolean"),
        ("rules: [{resources: {namespaced: 1}}]", "1:34", "boolean"),
        ("rules: [{seriesQuery: [up]}]", "1:23", "string"),
        ("rules: [{seriesFilters: [{is: a, isNot: b}]}]", "1:26", "has both"),
        ("rules: [{seriesFilters: [{}]}]", "1:26", "has neither"),
        ("rules: [{seriesFilters: [{is: '['}]}]", "1:31", "missing"),
        ("rules: [{seriesFilters: [{is: '(?=a)'}]}]", "1:31", "perl operator"),
        ("rules: [{name: {matches: '('}}]", "1:26", "missing"),
        ("rules: [{name: {matches: '(a)(b)'}}]", "1:16", "'as' is missing"),
        ("rules: [{metricsQuery: '<<.A'}]", "1:24", "unclosed action"),
        ("rules: [{metricsQuery: '<<join .A>>'}]", "1:24", "'join' not defined"),
        ("rules: [{resources: {template: 'x'}}]", "1:32", "<<.Resource>>"),
        ("rules: [{resources: {template: '<<.Name>>'}}]", "1:32", "'Name'"),
        ("resourceRules: {window: 5 minutes}", "1:25", "not a duration"),
        ("resourceRules: {cpu: {nodeQuery: '<<'}}", "1:34", "unclosed action"),
        ("kind: ConfigMap\ndata: {}\n", "1:1", "unknown field 'kind'"),
        ("- a\n", "1:1", "object"),
    ],
)
def test_what_the_adapter_refuses_is_refused(text: str, place: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        load(text, file="rules.yaml")
    first = caught.value.findings[0]
    assert str(first.place) == f"rules.yaml:{place}"
    assert words in first.message


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = (
        "rules:\n"
        "- seriesQry: a\n"
        "  name: {matches: '('}\n"
        "- seriesFilters: [{is: a, isNot: b}]\n"
        "  metrics_query: x\n"
        "externalRules:\n"
        "- metricsQuery: '<<nofunc>>'\n"
    )
    with pytest.raises(InputError) as caught:
        load(text)
    lines = [finding.place.line for finding in caught.value.findings]
    assert lines == [2, 3, 4, 5, 7]


def test_a_misspelt_field_comes_with_the_right_one() -> None:
    with pytest.raises(InputError) as caught:
        load("rules:\n- series_query: a\n- seriesQry: b\n")
    hints = [finding.hint for finding in caught.value.findings]
    assert hints == ["did you mean 'seriesQuery'?", "did you mean 'seriesQuery'?"]


def test_a_label_may_have_any_name() -> None:
    text = (
        "rules: [{resources: {overrides: {kubernetes_pod_name: {resource: pod}, "
        "on: {resource: node}, 5: {resource: service}, ns: ~}}}]"
    )
    overrides = load(text).rules[0].resources.overrides
    assert list(overrides) == ["kubernetes_pod_name", "on", "5", "ns"]
    assert overrides["ns"] == ResourceOverride()


def test_plain_data_leaves_defaults_out() -> None:
    config = AdapterConfig(rules=(DiscoveryRule(series_query="m"),))
    assert to_dict(config) == {"rules": [{"seriesQuery": "m"}]}
    assert dump(AdapterConfig()) == "{}\n"


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<"), max_size=20
)
RULES = st.builds(
    DiscoveryRule,
    series_query=TEXTS,
    metrics_query=TEXTS,
    name=st.builds(NameMapping, as_=TEXTS),
    resources=st.builds(
        ResourceMapping,
        overrides=st.dictionaries(
            TEXTS, st.builds(ResourceOverride, group=TEXTS, resource=TEXTS), max_size=3
        ),
        namespaced=st.none() | st.booleans(),
    ),
)


@given(st.builds(AdapterConfig, rules=st.lists(RULES, max_size=3).map(tuple)))
def test_any_config_survives_being_written(config: AdapterConfig) -> None:
    assert load(dump(config)) == config


def test_the_authors_config_loads() -> None:
    folder = reference("real", "configs", "prometheus-hpa_6b1c335", "configs")
    config = load(read_text(str(folder / "prometheus_adapter.yml")))
    assert [rule.series_query for rule in config.rules] == [
        "myapphttp_process_open_fds",
        "apache_accesses_total",
        "couchdb_httpd_database_reads",
    ]
    assert load(dump(config)) == config


def test_real_configs_load_and_survive_being_written() -> None:
    folder = reference("real", "adapter-configs", "normalized")
    files = sorted(folder.glob("*.json"))
    assert files
    for file in files:
        config = load(file.read_text(encoding="utf-8"), file=str(file))
        assert load(dump(config)) == config
        assert load(json.dumps(to_dict(config))) == config
