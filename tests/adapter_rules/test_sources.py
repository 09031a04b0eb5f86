"""Configs out of everything that people wrap them in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.flags import MAX_AGE, RELIST
from adapter_rules.model import AdapterConfig, DiscoveryRule, NameMapping, dump
from adapter_rules.outputs.configmap import configmap
from adapter_rules.outputs.helm import helm_values
from adapter_rules.sources import find, load_one
from octoscale.core import yamlio
from octoscale.core.errors import InputError

BARE = "rules:\n- seriesQuery: up\n  metricsQuery: up\n"
VALUES = "rules:\n  custom:\n  - seriesQuery: up\n    metricsQuery: up\n"


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


ARGO = "kind: Application\nspec:\n  source:\n    helm:\n      values: |\n" + indented(
    VALUES, 8
)
FLUX = "kind: HelmRelease\nspec:\n  values:\n" + indented(VALUES, 4)
CONFIGMAP = "kind: ConfigMap\ndata:\n  config.yaml: |\n" + indented(BARE, 4)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(BARE, "f:3:17", id="bare"),
        pytest.param(CONFIGMAP, "f:6:21", id="a ConfigMap"),
        pytest.param(f"kind: Service\n---\n{CONFIGMAP}", "f:8:21", id="manifests"),
        pytest.param(VALUES, "f:4:19", id="Helm values"),
        pytest.param(
            "prometheus-adapter:\n" + indented(VALUES, 2), "f:5:21", id="a parent chart"
        ),
        pytest.param(ARGO, "f:9:27", id="Argo, as text"),
        pytest.param(ARGO.replace("values: |", "valuesObject:"), "f:9:27", id="Argo"),
        pytest.param(FLUX, "f:7:23", id="Flux"),
        pytest.param(f"kind: Service\n---\n{FLUX}", "f:9:23", id="Flux, later"),
        pytest.param(
            json.dumps({"rules": [{"seriesQuery": "up"}]}), "f:1:12", id="json"
        ),
    ],
)
def test_places_are_those_of_the_file(text: str, place: str) -> None:
    (found,) = find(text, file="f")
    assert found.config.rules[0].series_query == "up"
    assert str(found.document.place(("rules", 0, "metricsQuery"))) == place


def test_several_configmaps_are_several_configs() -> None:
    both = f"{CONFIGMAP}---\n{CONFIGMAP}"
    assert len(find(both)) == 2
    with pytest.raises(InputError, match="second of 2"):
        load_one(both)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        pytest.param("kind: Service\n", "AR002", "f:1:1", id="no config"),
        pytest.param("rules: {costum: []}", "AR005", "f:1:9", id="a wrong key"),
        pytest.param("rules: [", "YA001", "f:2:1", id="no YAML"),
        pytest.param(
            CONFIGMAP.replace("seriesQuery", "seriesQry"), "SC001", "f:5:7", id="inside"
        ),
        pytest.param(
            "kind: ConfigMap\ndata:\n  config.yaml: |\n    rules: [\n",
            "YA001",
            "f:5:5",
            id="no YAML inside",
        ),
    ],
)
def test_what_is_wrong_has_its_place(text: str, code: str, place: str) -> None:
    with pytest.raises(InputError) as raised:
        find(text, file="f")
    (finding,) = raised.value.findings
    assert finding.code == code
    assert str(finding.place) == place


@pytest.mark.parametrize(
    ("rules", "added"),
    [
        ("{custom: []}", True),
        ("{default: true}", True),
        ("{default: false}", False),
        ("{default: 'false'}", False),
    ],
)
def test_the_charts_own_rules_are_noticed(rules: str, *, added: bool) -> None:
    (found,) = find(f"rules: {rules}")
    assert (found.default_rules is not None) is added


@pytest.mark.parametrize(
    "around",
    [
        "kind: D\nargs: [--metrics-relist-interval=1m, --metrics-max-age=2m]\n",
        "kind: X\nmetricsRelistInterval: 1m\nmetricsMaxAge: 2m\n",
    ],
)
def test_how_the_adapter_is_started_is_read(around: str) -> None:
    (found,) = find(f"{CONFIGMAP}---\n{around}")
    assert {name: flag.seconds for name, flag in found.flags.items()} == {
        RELIST: 60.0,
        MAX_AGE: 120.0,
    }


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
RULES = st.builds(
    lambda series, query, name: DiscoveryRule(
        series_query=series,
        metrics_query=query.replace("<<", ""),
        name=NameMapping(as_=name),
    ),
    TEXTS,
    TEXTS,
    TEXTS,
)
CONFIGS = st.builds(
    lambda custom, external: AdapterConfig(
        rules=tuple(custom), external_rules=tuple(external)
    ),
    st.lists(RULES, max_size=3),
    st.lists(RULES, max_size=2),
)


@given(CONFIGS)
def test_every_wrapping_gives_the_config_back(config: AdapterConfig) -> None:
    assert find(dump(config))[0].config == config
    assert find(yamlio.dump(helm_values(config)))[0].config == config
    if config.rules or config.external_rules:
        wrapped = configmap(config, name="a", namespace="b")
        assert find(yamlio.dump(wrapped))[0].config == config
