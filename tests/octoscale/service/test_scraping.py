"""The scrape side makes the labels that the association needs."""

from __future__ import annotations

import re
from typing import Any

from octoscale.core import yamlio
from octoscale.service import scraping
from octoscale.service.example import example
from octoscale.service.file import Service, load

META = "__meta_kubernetes_"
POD = {
    f"{META}namespace": "default",
    f"{META}pod_name": "shop-7d4-abc",
    f"{META}pod_ip": "10.1.2.3",
    f"{META}pod_phase": "Running",
    f"{META}pod_label_app": "shop",
    "__address__": "10.1.2.3:8888",
    "__metrics_path__": "/metrics",
}


def service(**changes: Any) -> Service:
    value = yamlio.load(example("shop")).value
    return load(yamlio.dump({**value, **changes}))


def relabelled(
    rules: list[dict[str, Any]], labels: dict[str, str]
) -> dict[str, str] | None:
    """Apply the parts of Prometheus' relabelling that our jobs use."""
    labels = dict(labels)
    for rule in rules:
        joined = ";".join(
            labels.get(name, "") for name in rule.get("source_labels", [])
        )
        found = re.fullmatch(rule.get("regex", "(.*)"), joined)
        action = rule.get("action", "replace")
        if (action == "keep" and not found) or (action == "drop" and found):
            return None
        if action == "replace" and found:
            text = re.sub(r"\$(\d)", r"\\\1", rule.get("replacement", "$1"))
            labels[rule["target_label"]] = found.expand(text)
    return {k: v for k, v in labels.items() if not k.startswith(META)}


def own_job(given: Service) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = scraping.scrape_config(given)["scrape_configs"][0][
        "relabel_configs"
    ]
    return rules


def shared_job(given: Service) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = scraping.annotated_job(given)["scrape_configs"][0][
        "relabel_configs"
    ]
    return rules


def test_the_own_job_labels_the_services_pods() -> None:
    labels = relabelled(own_job(service()), POD)
    assert labels is not None
    assert labels["namespace"] == "default"
    assert labels["pod"] == "shop-7d4-abc"
    assert labels["__address__"] == "10.1.2.3:18883"


def test_an_address_of_version_6_gets_its_brackets() -> None:
    given = service()
    pod = {**POD, f"{META}pod_ip": "fd00::1", **annotated_pod(given)}
    for rules in (own_job(given), shared_job(given)):
        labels = relabelled(rules, pod)
        assert labels is not None
        assert labels["__address__"] == "[fd00::1]:18883"


def test_the_own_job_leaves_others_out() -> None:
    rules = own_job(service())
    assert relabelled(rules, {**POD, f"{META}pod_label_app": "shopping"}) is None
    assert relabelled(rules, {**POD, f"{META}pod_phase": "Succeeded"}) is None


def test_the_labels_carry_the_names_of_the_service_file() -> None:
    scrape = yamlio.load(example("shop")).value["scrape"]
    given = service(scrape={**scrape, "labels": {"namespace": "ns", "pod": "apod"}})
    for rules, extra in (
        (own_job(given), {}),
        (shared_job(given), annotated_pod(given)),
    ):
        labels = relabelled(rules, {**POD, **extra})
        assert labels is not None
        assert (labels["ns"], labels["apod"]) == ("default", "shop-7d4-abc")


def annotated_pod(given: Service) -> dict[str, str]:
    patch = scraping.annotation_patch(given)
    notes: dict[str, str] = patch["spec"]["template"]["metadata"]["annotations"]
    sanitized = {re.sub(r"[^a-zA-Z0-9_]", "_", k): v for k, v in notes.items()}
    return {f"{META}pod_annotation_{k}": v for k, v in sanitized.items()}


def test_the_shared_job_follows_the_annotations_that_the_patch_sets() -> None:
    given = service()
    labels = relabelled(shared_job(given), {**POD, **annotated_pod(given)})
    assert labels is not None
    assert labels["__address__"] == "10.1.2.3:18883"
    assert labels["__metrics_path__"] == "/metrics"
    assert relabelled(shared_job(given), POD) is None


def test_an_objects_label_goes_to_the_services_own_pods_only() -> None:
    metric = {
        "series": "rps",
        "kind": "gauge",
        "association": {"object": "services", "name": "shop", "label": "service"},
        "target": {"value": 100},
    }
    given = service(metrics=[metric])
    notes = annotated_pod(given)
    own = relabelled(shared_job(given), {**POD, **notes})
    other = relabelled(
        shared_job(given), {**POD, **notes, f"{META}pod_label_app": "other"}
    )
    assert own is not None
    assert other is not None
    assert own["service"] == "shop"
    assert "service" not in other
    assert scraping.file_sd_targets(given)[0]["labels"]["service"] == "shop"
