"""A config is found in a bare file and in a ConfigMap, with true places."""

from __future__ import annotations

import pytest

from adapter_rules.loading import load_source
from adapter_rules.model import AdapterConfig, DiscoveryRule
from adapter_rules.outputs.configmap import configmap
from octoscale.core import yamlio
from octoscale.core.errors import InputError

CONFIGMAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: adapter-config}
data:
  config.yaml: |
    rules:
    - seriesQuery: up
      metricsQuery: '<<.Series>>'
"""


def test_a_bare_file() -> None:
    source = load_source("rules:\n- seriesQuery: up\n", file="f")
    assert source.config.rules[0].series_query == "up"
    assert str(source.document.place(("rules", 0, "seriesQuery"))) == "f:2:16"


def test_inside_a_configmap() -> None:
    source = load_source(CONFIGMAP, file="f")
    assert source.config.rules[0].series_query == "up"
    assert str(source.document.place(("rules", 0, "seriesQuery"))) == "f:7:20"


def test_a_configmap_among_other_documents() -> None:
    stream = "apiVersion: v1\nkind: Service\n---\n" + CONFIGMAP
    source = load_source(stream, file="f")
    assert str(source.document.place(("rules", 0, "seriesQuery"))) == "f:10:20"


@pytest.mark.parametrize(
    ("broken", "place", "words"),
    [
        (CONFIGMAP.replace("seriesQuery", "seriesQry"), "f:7:7", "seriesQry"),
        (CONFIGMAP.replace("up", "up: x"), "f:7:22", "mapping values"),
        (CONFIGMAP + "      metricsQuery: x\n", "f:9:7", "duplicate key"),
    ],
)
def test_problems_inside_a_configmap_have_their_place_in_the_file(
    broken: str, place: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_source(broken, file="f")
    (finding,) = caught.value.findings
    assert str(finding.place) == place
    assert words in finding.message


def test_in_a_quoted_entry_only_the_entry_can_be_named() -> None:
    text = 'kind: ConfigMap\ndata:\n  config.yaml: "rules:\\n- seriesQry: a\\n"\n'
    with pytest.raises(InputError) as caught:
        load_source(text, file="f")
    assert str(caught.value.findings[0].place) == "f:3:16"


@pytest.mark.parametrize(
    "data", ["data: {}", "{}", "data: {a: x, b: y}", "data: [x]", "data: {a: 5}"]
)
def test_a_configmap_without_a_clear_entry_is_refused(data: str) -> None:
    text = f"kind: ConfigMap\n{data if data != '{}' else ''}\n"
    with pytest.raises(InputError, match="AR002"):
        load_source(text, file="f")


def test_a_single_entry_may_have_any_name() -> None:
    text = "kind: ConfigMap\ndata:\n  rules.yml: |\n    rules: []\n"
    assert load_source(text).config == AdapterConfig()


def test_what_we_write_is_found_again() -> None:
    config = AdapterConfig(rules=(DiscoveryRule(series_query='up{a="b"}'),))
    manifest = configmap(config, name="rules", namespace="monitoring")
    assert load_source(yamlio.dump(manifest)).config == config
