"""Rendering: deterministic, and the same names from one end to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules import sources
from adapter_rules.loading import load_source
from hpa import manifests
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError, UsageError
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

KINDS: tuple[ScrapeKind, ...] = (
    *("annotations", "scrape-config", "file-sd"),
    *("pod-monitor", "service-monitor"),
)


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


def with_sidecar(*export: str) -> dict[str, Any]:
    value = yamlio.load(example("shop")).value
    sidecar = {"image": "registry.example/octoscale:1", "export": list(export)}
    return {**value, "scrape": {**value["scrape"], "sidecar": sidecar}}


def test_a_sidecar_listens_where_prometheus_scrapes() -> None:
    file = with_sidecar("source", "redis", "--queue", "jobs")
    made = {a.name: a for a in render(load(yamlio.dump(file)), companions=["sidecar"])}
    patch = yamlio.load(made["sidecar-patch.yaml"].text).value
    (container,) = patch["spec"]["template"]["spec"]["containers"]
    assert patch["metadata"] == {"name": "shop", "namespace": "default"}
    assert container["args"][:3] == ["export", "source", "redis"]
    assert container["args"][-1] == "[$(POD_IP)]:18883"
    assert container["ports"][0]["containerPort"] == 18883
    assert "shareProcessNamespace" not in patch["spec"]["template"]["spec"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("process", "--pattern", "shop", "--prefix", "shop"), id="one"),
        pytest.param(("source", "groups", "--group", "web=nginx"), id="groups"),
        pytest.param(("--service", "crabserver"), id="catalogued"),
    ],
)
def test_what_a_sidecar_needs_to_see_processes_is_said_aloud(
    words: tuple[str, ...],
) -> None:
    file = with_sidecar(*words)
    made = {a.name: a for a in render(load(yamlio.dump(file)), companions=["sidecar"])}
    text = made["sidecar-patch.yaml"].text
    spec = yamlio.load(text).value["spec"]["template"]["spec"]
    assert spec["shareProcessNamespace"] is True
    assert "run as the same user" in text.split("apiVersion")[0]


def test_a_sidecar_that_the_file_does_not_name_is_misuse() -> None:
    with pytest.raises(UsageError, match="sidecar"):
        render(load(example("shop")), companions=["sidecar"])


def test_a_sidecar_does_not_say_itself_where_it_listens() -> None:
    file = with_sidecar("process", "--listen", ":1")
    with pytest.raises(InputError, match="--listen"):
        load(yamlio.dump(file))


def test_a_service_monitor_comes_with_the_service_that_it_finds() -> None:
    made = rendered("service-monitor")
    service, monitor = (
        one.value for one in yamlio.load_all(made["service-monitor.yaml"].text)
    )
    assert (service["kind"], monitor["kind"]) == ("Service", "ServiceMonitor")
    wanted = monitor["spec"]["selector"]["matchLabels"]
    assert wanted.items() <= service["metadata"]["labels"].items()
    assert service["spec"]["selector"] == {"app": "shop"}
    (port,) = service["spec"]["ports"]
    (endpoint,) = monitor["spec"]["endpoints"]
    assert (port["port"], endpoint["port"]) == (18883, port["name"])


def test_a_service_monitor_makes_the_labels_that_the_rules_need() -> None:
    value = yamlio.load(example("shop")).value
    labels = {"namespace": "ns", "pod": "apod"}
    file = {**value, "scrape": {**value["scrape"], "labels": labels}}
    made = render(load(yamlio.dump(file)), scrape="service-monitor")
    (text,) = (a.text for a in made if a.name == "service-monitor.yaml")
    monitor = yamlio.load_all(text)[1].value
    rules = monitor["spec"]["endpoints"][0]["relabelings"]
    assert {rule["targetLabel"] for rule in rules} == {"ns", "apod"}


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
