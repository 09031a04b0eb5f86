"""Sidecar and monitors hold what a cluster needs, and say nothing twice."""

from __future__ import annotations

import pytest

from exporters.manifests import (
    PORT_NAME,
    pod_monitor,
    pod_relabelings,
    service_monitor,
    sidecar_patch,
)


@pytest.mark.parametrize("shared", [True, False])
def test_a_sidecar_listens_on_the_pods_address(shared: bool) -> None:
    words = ["export", "--service", "couchdb"]
    patch = sidecar_patch(words, image="i:1", port=9984, reads_processes=shared)
    (container,) = patch["spec"]["containers"]
    assert container["args"] == [*words, "--listen", "[$(POD_IP)]:9984"]
    assert container["ports"] == [{"name": PORT_NAME, "containerPort": 9984}]
    assert patch["spec"].get("shareProcessNamespace", False) is shared
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_a_pod_monitor_finds_the_pods_and_labels_them() -> None:
    monitor = pod_monitor(
        "shop",
        namespace="web",
        pod_labels={"app": "shop"},
        port=18080,
        relabelings=pod_relabelings("ns", "apod"),
    )
    assert monitor["spec"]["selector"] == {"matchLabels": {"app": "shop"}}
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    assert endpoint["portNumber"] == 18080
    assert [rule["targetLabel"] for rule in endpoint["relabelings"]] == ["ns", "apod"]


def test_labels_that_the_operator_attaches_are_not_made_again() -> None:
    assert pod_relabelings("namespace", "pod") == []


def test_a_service_monitor_finds_the_port_by_its_name() -> None:
    monitor = service_monitor("shop", namespace="web", service_labels={"a": "b"})
    assert monitor["kind"] == "ServiceMonitor"
    assert monitor["spec"]["endpoints"][0]["port"] == PORT_NAME
