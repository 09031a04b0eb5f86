"""The objects of a run: namespace, scale target, Service, autoscaler, load. Plain data.

Applying them is the driver's; removing them is ``cleanup``; rights are ``rights``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.drivers.kubernetes.names import REPEAT, ROLE, SERVICE_ROLE, Run
from bench.scenarios import SERVICE
from exporters.manifests import sidecar_patch
from hpa import builders, manifests
from hpa.manifests import load
from octoscale.core import yamlio
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from bench.plan import Plan
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.kube.types import Manifest

PORT = 8888
"""Where the service listens, as httpgo does."""

EXPORTER_PORT = 18888
"""The service's port and 10000, as the authors' services have it."""

HOST_LABEL = "kubernetes.io/hostname"
"""The topology of one pod a node."""

GRACE_SECONDS = 1
"""What pods get to end: nothing in them is worth more."""

WARM = "load-warm"
"""The pod that brings the load generator's image to a node before it is needed."""

LOAD = "load"
"""The pod that is the load."""

USER = 65532
"""Whom the containers run as; an exporter sees the service only as the same user."""

_SECURITY = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def namespace(run: Run, *, privileged: bool = False) -> Manifest:
    """Give the run's own namespace; *privileged* pods only where they are wanted."""
    level = "privileged" if privileged else "baseline"
    labels = {**run.labels, "pod-security.kubernetes.io/enforce": level}
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": run.namespace, "labels": labels},
    }


def pod_labels(run: Run, name: str) -> dict[str, str]:
    """Give the labels of one repeat's pods; its objects select by them."""
    return {**run.labels, REPEAT: name, ROLE: SERVICE_ROLE}


def deployment(
    run: Run, name: str, *, plan: Plan, reference: str, probe: str = "http"
) -> Manifest:
    """Give the scale target: the service with its exporter, one pod a node.

    An image is pulled only where it is missing, so that a pull in the events is
    proof that it was.
    """
    labels = pod_labels(run, name)
    spec: dict[str, Any] = {
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "automountServiceAccountToken": False,
        "securityContext": _pod_security(),
        **_exporter(reference, plan),
    }
    spec["containers"] = [_service_container(reference), *spec["containers"]]
    for container, port in zip(spec["containers"], (PORT, EXPORTER_PORT), strict=True):
        container["readinessProbe"] = _probe(probe, port)
    if plan.placement.one_pod_per_node:
        spec["affinity"] = _apart(labels)
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": plan.goal.start,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels, "annotations": scrape_annotations()},
                "spec": spec,
            },
        },
    }


def scrape_annotations() -> dict[str, str]:
    """Give what Prometheus' usual pod discovery looks for."""
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(EXPORTER_PORT),
        "prometheus.io/path": "/metrics",
    }


def service(run: Run, name: str) -> Manifest:
    """Give the Service that the load goes to."""
    labels = pod_labels(run, name)
    port = {"name": "http", "port": PORT, "targetPort": PORT}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "labels": labels},
        "spec": {"selector": labels, "ports": [port]},
    }


def autoscaler(run: Run, name: str, *, plan: Plan) -> AnyHorizontalPodAutoscaler:
    """Give the autoscaler; ``hpa.cluster.apply`` writes it in the version served."""
    target = Quantity.of_milli(plan.metric.target.average_value_milli).canonical
    built = builders.autoscaler(
        builders.scale_target("Deployment", name),
        [builders.pods_metric(plan.metric.descriptor.api_name, average_value=target)],
        name=name,
        namespace=run.namespace,
        min_replicas=plan.autoscaler.min,
        max_replicas=plan.autoscaler.max,
        labels=pod_labels(run, name),
    )
    manifest: dict[str, Any] = manifests.to_dict(built)
    behavior = plan.autoscaler.behavior
    if behavior is not None:  # an empty one is not the same as none
        manifest["spec"]["behavior"] = behavior.model_dump(mode="json", by_alias=True)
    (found,) = load(yamlio.dump(manifest))
    return found


def load_pod(
    run: Run, pod_name: str, target: str, *, plan: Plan, image: str, node: str = ""
) -> Manifest:
    """Give the pod that opens the plan's connections to the Service *target*.

    The one called ``load-warm`` opens none: it brings the image to its node, where
    the other one then starts at once.
    """
    labels = {**run.labels, REPEAT: target, ROLE: pod_name}
    count = 0 if pod_name == WARM else plan.load.connections
    reopen = f"{plan.load.reopen_every_seconds:g}s"
    container = {
        "name": "load",
        "image": image,
        "command": ["/usr/bin/python3", "-m", "bench.demo_load"],
        "args": [
            f"--to={target}.{run.namespace}.svc:{PORT}",
            f"--connections={count}",
            f"--reopen-every={reopen}",
        ],
        "securityContext": dict(_SECURITY),
    }
    spec: dict[str, Any] = {
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "automountServiceAccountToken": False,
        "restartPolicy": "Never",
        "securityContext": _pod_security(),
        "containers": [container],
    }
    if node:
        spec["nodeName"] = node
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": f"{pod_name}-{target}", "labels": labels},
        "spec": spec,
    }


def _service_container(reference: str) -> dict[str, Any]:
    return {
        "name": SERVICE,
        "image": reference,
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"name": "http", "containerPort": PORT}],
        "securityContext": dict(_SECURITY),
    }


def _exporter(reference: str, plan: Plan) -> dict[str, Any]:
    """Give the sidecar: the process exporter out of the same image."""
    prefix = plan.metric.series.removesuffix("_process_open_fds")
    words = ["-m", "octoscale.cli.main", "export", "process"]
    words += ["--pattern", "bench.demo_service", "--prefix", prefix]
    patch = sidecar_patch(
        words, image=reference, port=EXPORTER_PORT, reads_processes=True
    )
    spec: dict[str, Any] = patch["spec"]
    for container in spec["containers"]:
        container["command"] = ["/usr/bin/python3"]
        container["imagePullPolicy"] = "IfNotPresent"
    return spec


def _probe(sort: str, port: int) -> dict[str, Any]:
    """Ask once a second, so that the probe adds little to what is measured."""
    host = "__import__('os').environ.get('POD_IP', '127.0.0.1')"
    ask = f"import socket; socket.create_connection(({host}, {port}), 1)"
    how: dict[str, Any] = (
        {"exec": {"command": ["/usr/bin/python3", "-c", ask]}}
        if sort == "exec"
        else {"tcpSocket": {"port": port}}
        if port == EXPORTER_PORT
        else {"httpGet": {"path": "/", "port": port}}
    )
    return {**how, "periodSeconds": 1}


def _pod_security() -> dict[str, Any]:
    return {"runAsNonRoot": True, "runAsUser": USER, "runAsGroup": USER}


def _apart(labels: dict[str, str]) -> dict[str, Any]:
    term = {"labelSelector": {"matchLabels": labels}, "topologyKey": HOST_LABEL}
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    return {"podAntiAffinity": {required: [term]}}
