"""Prometheus configs resolved against manifests."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.checks.manifest import objects_in
from octoscale.check.pods import pods_in
from octoscale.check.scraping import ScrapeJob, jobs_of
from octoscale.core import yamlio
from tests.octoscale.check.inputs import (
    KEEP,
    MAP,
    POD,
    SCRAPED,
    deployment,
    prometheus,
    service,
)

TWO = "[{containerPort: 8080, name: http}, {containerPort: 9117, name: metrics}]"
ENDPOINTS = (
    "scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: endpoints}]}]"
)


def jobs(config: str, *texts: str) -> list[ScrapeJob]:
    documents = [each for text in texts for each in yamlio.load_all(text)]
    manifests = list(objects_in(documents))
    pods = list(pods_in(manifests))
    services = [each for each in manifests if each.kind == "Service"]
    return jobs_of(yamlio.load(config), pods=pods, services=services)


def addresses(job: ScrapeJob) -> list[str]:
    return [target.where for target in job.targets]


def test_each_declared_port_is_a_target() -> None:
    [job] = jobs(prometheus(), deployment(ports=TWO))
    assert addresses(job) == ["shop-…:8080/metrics", "shop-…:9117/metrics"]


def test_pods_without_ports_are_one_target() -> None:
    [job] = jobs(prometheus(), deployment(ports="[]"))
    assert len(job.targets) == 1


def test_equal_targets_are_one() -> None:
    fixed = (
        "{source_labels: [__meta_kubernetes_pod_ip], target_label: __address__, "
        "replacement: '$1:9117'}"
    )
    [job] = jobs(prometheus(fixed), deployment(ports=TWO))
    assert addresses(job) == ["shop-…:9117/metrics"]


def test_the_labels_are_those_of_every_series() -> None:
    pods = deployment(labels="{app: shop, a.b/c: d}")
    [job] = jobs(prometheus(MAP, POD), pods)
    labels: dict[str, Any] = dict(job.targets[0].labels)
    assert labels.pop("instance").endswith(":8080")
    assert labels == {"job": "pods", "app": "shop", "a_b_c": "d", "pod": "shop-…"}


def test_the_path_may_come_from_an_annotation() -> None:
    path = (
        "{source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], "
        "regex: (.+), target_label: __metrics_path__}"
    )
    pods = deployment(annotations='{prometheus.io/path: "/m"}')
    [job] = jobs(prometheus(path), pods)
    assert addresses(job) == ["shop-…:8080/m"]


@pytest.mark.parametrize(
    ("discovery", "count"),
    [
        ("{role: pod}", 1),
        ("{role: pod, namespaces: {names: [store]}}", 1),
        ("{role: pod, namespaces: {names: [other]}}", 0),
        ("{role: pod, selectors: [{role: pod, label: app=shop}]}", 1),
        ("{role: pod, selectors: [{role: pod, label: app=cart}]}", 0),
        ("{role: pod, selectors: [{role: pod, label: '=('}]}", 0),
    ],
)
def test_discovery_may_look_at_a_part(discovery: str, count: int) -> None:
    config = prometheus().replace("{role: pod}", discovery)
    [job] = jobs(config, deployment())
    assert len(job.targets) == count


def test_endpoints_are_a_services_ports_on_its_pods() -> None:
    pods = deployment(ports=TWO)
    [job] = jobs(
        ENDPOINTS, pods, service(target="metrics"), deployment("b", namespace="x")
    )
    assert addresses(job) == ["shop-…:9117/metrics"]


@pytest.mark.parametrize(
    ("config", "resolved"),
    [
        ("{job_name: a, kubernetes_sd_configs: [{role: pod}]}", True),
        ("{job_name: a, kubernetes_sd_configs: [{role: node}]}", False),
        ("{job_name: a, static_configs: [{targets: [a]}]}", False),
        ("{job_name: a, file_sd_configs: [{files: [a]}]}", False),
        (
            "{job_name: a, kubernetes_sd_configs: [{role: pod}], dns_sd_configs: []}",
            False,
        ),
    ],
)
def test_other_discoveries_are_left_unresolved(config: str, resolved: bool) -> None:
    [job] = jobs(f"scrape_configs: [{config}]", deployment())
    assert job.resolved is resolved


def test_a_target_is_kept_by_its_annotation() -> None:
    [job] = jobs(prometheus(KEEP), deployment(), deployment("b", annotations=SCRAPED))
    assert [target.pods.manifest.name for target in job.targets] == ["b"]


def test_what_is_malformed_gives_no_job() -> None:
    assert jobs("scrape_configs: [nonsense]", deployment()) == []
    assert jobs("scrape_configs: {}", deployment()) == []
