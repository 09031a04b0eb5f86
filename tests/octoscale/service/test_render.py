"""Rendering: deterministic, and the same names from one end to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules import sources
from adapter_rules.loading import load_source
from hpa import manifests
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError
from octoscale.service.example import example
from octoscale.service.file import load
from octoscale.service.render import (
    Artefact,
    Companion,
    ScrapeKind,
    render,
    stream,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

KINDS: tuple[ScrapeKind, ...] = ("annotations", "scrape-config", "file-sd")


def rendered(scrape: ScrapeKind = "annotations", **changes: Any) -> dict[str, Artefact]:
    value = yamlio.load(example("shop")).value
    service = load(yamlio.dump({**value, **changes}))
    return {artefact.name: artefact for artefact in render(service, scrape=scrape)}


@pytest.mark.parametrize("scrape", KINDS)
def test_the_same_file_gives_the_same_bytes(scrape: ScrapeKind) -> None:
    first, second = (render(load(example("shop")), scrape=scrape) for _ in range(2))
    assert first == second
    assert stream(first) == stream(second)


def test_companions_are_rendered_when_they_are_asked_for() -> None:
    service = load(example("shop"))
    plain = {artefact.name for artefact in render(service)}
    every: tuple[Companion, ...] = ("helm-values", "dashboard", "alerts")
    more = {artefact.name for artefact in render(service, companions=every)}
    assert more - plain == {
        "helm-values.yaml",
        "dashboard.json",
        "dashboard-configmap.yaml",
        "alerts.yaml",
        "alerts-tests.yaml",
        "prometheus-rule.yaml",
    }


def test_helm_values_hold_the_same_rules() -> None:
    made = {
        a.name: a for a in render(load(example("shop")), companions=["helm-values"])
    }
    bare = load_source(made["adapter-rules.yaml"].text, file="a").config
    (found,) = sources.find(made["helm-values.yaml"].text, file="b")
    assert found.config == bare


def test_a_dashboard_of_ours_is_replaced_and_a_foreign_one_is_not(
    tmp_path: Path,
) -> None:
    made = render(load(example("shop")), companions=["dashboard"])
    write(made, tmp_path)
    write(made, tmp_path)
    (tmp_path / "dashboard.json").write_text('{"title": "mine"}', encoding="utf-8")
    with pytest.raises(FileAccessError, match=r"dashboard\.json"):
        write(made, tmp_path)


def test_companions_that_are_not_asked_for_any_more_go(tmp_path: Path) -> None:
    service = load(example("shop"))
    write(render(service, companions=["dashboard", "alerts"]), tmp_path)
    write(render(service), tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {artefact.name for artefact in render(service)}


def test_the_config_map_holds_the_bare_config() -> None:
    made = rendered()
    bare = load_source(made["adapter-rules.yaml"].text, file="a").config
    mapped = load_source(made["adapter-configmap.yaml"].text, file="b").config
    assert bare == mapped


@pytest.mark.parametrize(
    ("minor", "version"), [("1.25", "autoscaling/v2beta2"), ("1.26", "autoscaling/v2")]
)
def test_the_hpa_is_of_the_version_that_the_cluster_serves(
    minor: str, version: str
) -> None:
    made = rendered(kubernetes=minor)
    assert yamlio.load(made["hpa.yaml"].text).value["apiVersion"] == version


def test_a_name_declared_once_stands_everywhere() -> None:
    metric = {
        "series": "jobs_total",
        "kind": "counter",
        "target": {"averageValue": 5},
    }
    made = rendered(metrics=[metric])
    (rule,) = load_source(made["adapter-rules.yaml"].text, file="r").config.rules
    (hpa,) = manifests.load(made["hpa.yaml"].text)
    assert rule.series_query.startswith("jobs_total{")
    assert rule.name.as_ == "jobs_per_second"
    source = manifests.to_dict(hpa)["spec"]["metrics"][0]["pods"]
    assert source["metric"]["name"] == "jobs_per_second"


def test_behavior_may_be_a_preset_or_the_apis_fields() -> None:
    fields = {
        "scaleDown": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}
    }
    for given in ("fast-up", fields):
        hpa = yamlio.load(rendered(behavior=given)["hpa.yaml"].text).value
        assert hpa["spec"]["behavior"]
    assert hpa["spec"]["behavior"]["scaleDown"]["policies"][0]["value"] == 1


def test_an_external_metric_gets_an_external_rule() -> None:
    metric = {
        "series": "queue_length",
        "kind": "gauge",
        "association": "external",
        "target": {"averageValue": 30},
    }
    made = rendered(metrics=[metric], replicas={"min": 0, "max": 8})
    config = load_source(made["adapter-rules.yaml"].text, file="r").config
    assert config.rules == ()
    assert len(config.external_rules) == 1
    hpa = yamlio.load(made["hpa.yaml"].text).value
    assert hpa["spec"]["metrics"][0]["type"] == "External"
    assert hpa["spec"]["minReplicas"] == 0
