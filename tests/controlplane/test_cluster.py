"""The control plane is a real one, on loopback, and leaves nothing behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from octoscale.kube.types import Kind
from tests.controlplane import binaries
from tests.controlplane.cluster import Options, launch
from tests.controlplane.flags import HpaFlags
from tests.controlplane.processes import StartError

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.controlplane.plugin import Cluster

NODE = Kind("v1", "Node")
POD = Kind("v1", "Pod")
HPA = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")
WAIT_SECONDS = 60.0
"""Longest wait for what must come; it ends as soon as it is there."""


def is_ready(manifest: dict[str, Any]) -> bool:
    return {"type": "Ready", "status": "True"} in [
        {"type": condition["type"], "status": condition["status"]}
        for condition in manifest["status"].get("conditions", ())
    ]


def test_eight_pods_get_ready_on_eight_nodes(
    control_plane: ControlPlane, kube: KubePort, namespace: str
) -> None:
    count = control_plane.options.nodes
    kube.apply(deployment(replicas=1), namespace=namespace)
    kube.scale(Kind("apps/v1", "Deployment"), "web", count, namespace=namespace)
    nodes: dict[str, str] = {}
    for event in kube.watch(
        POD, namespace=namespace, label_selector="app=web", timeout_seconds=WAIT_SECONDS
    ):
        pod = event.manifest
        if pod is not None and is_ready(pod):
            nodes[pod["metadata"]["name"]] = pod["spec"]["nodeName"]
        if len(nodes) == count:
            break
    ready = {node["metadata"]["name"] for node in kube.list(NODE).items}
    assert set(nodes.values()) == ready


def test_every_server_listens_on_loopback_only(control_plane: ControlPlane) -> None:
    servers = {n: p for n, p in control_plane.pids.items() if "hollow" not in n}
    for name, pid in servers.items():
        sockets = psutil.Process(pid).net_connections("tcp")
        listening = {s.laddr.ip for s in sockets if s.status == psutil.CONN_LISTEN}
        assert listening == {"127.0.0.1"}, name


def test_the_hpa_controller_can_be_given_other_settings(
    control_plane: ControlPlane, kube: KubePort, namespace: str
) -> None:
    before = control_plane.pids
    with control_plane.hpa_flags(HpaFlags(sync_period_seconds=1)):
        during = control_plane.pids
        kube.apply(autoscaler(), namespace=namespace)
        assert first_condition(kube, namespace) == "FailedGetScale"
    changed = {name for name in before if before[name] != during[name]}
    assert changed == {"kube-controller-manager"}


def test_a_cluster_names_its_file_and_context(cluster: Cluster, kube: KubePort) -> None:
    assert cluster.kubeconfig.is_file()
    assert cluster.context in (None, kube.address.context)


def test_nothing_is_left_of_a_control_plane(control_plane: ControlPlane) -> None:
    del control_plane  # asked for so that this is skipped where programs are missing
    plane = launch(binaries.find(), Options(nodes=0))
    pids = list(plane.pids.values())
    assert len(pids) == 4
    plane.close()
    assert not plane.folder.exists()
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_a_program_that_fails_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    if binaries.find().openssl is None:
        pytest.skip("openssl missing")
    programs, temporary = tmp_path / "programs", tmp_path / "temporary"
    for folder in (programs, temporary):
        folder.mkdir()
    for name in binaries.NEEDED:
        script = programs / name
        script.write_text("#!/bin/sh\necho no such flag\nexit 2\n", encoding="utf-8")
        script.chmod(0o755)
    path = os.environ["PATH"]
    found = binaries.find({"KUBEBUILDER_ASSETS": str(programs), "PATH": path})
    with pytest.raises(StartError, match="etcd ended:\nno such flag"):
        launch(found, Options(parent=temporary))
    assert list(temporary.iterdir()) == []


def first_condition(kube: KubePort, namespace: str) -> str | None:
    for event in kube.watch(HPA, namespace=namespace, timeout_seconds=WAIT_SECONDS):
        status = (event.manifest or {}).get("status", {})
        for condition in status.get("conditions") or ():
            return str(condition["reason"])
    return None


def deployment(*, replicas: int) -> dict[str, Any]:
    container = {"name": "web", "image": "registry.invalid/web:1"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [container]},
            },
        },
    }


def autoscaler() -> dict[str, Any]:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "nobody"}
    return {
        "apiVersion": HPA.api_version,
        "kind": HPA.name,
        "metadata": {"name": "web"},
        "spec": {"scaleTargetRef": target, "maxReplicas": 8},
    }
