"""What an exporter needs in a cluster: a sidecar, and who scrapes it. Plain dicts.

Writing them as files is ``octoscale.service``'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PORT_NAME = "octoscale"
"""The container port's name, by which the monitors find it."""

_SECURITY = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def sidecar_patch(
    arguments: Sequence[str], *, image: str, port: int, reads_processes: bool
) -> dict[str, Any]:
    """Give the part of a pod template that adds an exporter beside the service.

    It listens on the pod's IP, since Prometheus cannot reach the pod's loopback, in
    brackets, since that may be an IPv6 address. With *reads_processes* the pod's
    containers share their process namespace, without which the exporter sees no
    other process; it then must run as the same user as the service to count its
    descriptors, and may lack none of its capabilities to count its connections.

    >>> patch = sidecar_patch(["export"], image="i", port=1, reads_processes=True)
    >>> patch["spec"]["shareProcessNamespace"]
    True
    """
    container = {
        "name": "octoscale-exporter",
        "image": image,
        "args": [*arguments, "--listen", f"[$(POD_IP)]:{port}"],
        "env": [
            {
                "name": "POD_IP",
                "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}},
            }
        ],
        "ports": [{"name": PORT_NAME, "containerPort": port}],
        "readinessProbe": {"httpGet": {"path": "/-/ready", "port": PORT_NAME}},
        "resources": {
            "requests": {"cpu": "10m", "memory": "48Mi"},
            "limits": {"memory": "128Mi"},
        },
        "securityContext": dict(_SECURITY),
    }
    shared = {"shareProcessNamespace": True} if reads_processes else {}
    return {"spec": {**shared, "containers": [container]}}


def pod_monitor(  # noqa: PLR0913 - one keyword for each part of the object
    name: str,
    *,
    namespace: str,
    pod_labels: Mapping[str, str],
    port: int,
    path: str = "/metrics",
    interval: str = "15s",
    relabelings: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Give a ``PodMonitor`` of the Prometheus operator, one target a pod."""
    endpoint = {
        "portNumber": port,
        "path": path,
        "interval": interval,
        "relabelings": [dict(rule) for rule in relabelings],
    }
    return _monitor(
        "PodMonitor", name, namespace, pod_labels, "podMetricsEndpoints", endpoint
    )


def metrics_service(
    name: str,
    *,
    namespace: str,
    labels: Mapping[str, str],
    pod_labels: Mapping[str, str],
    port: int,
) -> dict[str, Any]:
    """Give a headless ``Service`` in front of the pods' exporters.

    Not for clients: it lists each pod's exporter, for a ServiceMonitor.
    """
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": namespace, "labels": dict(labels)},
        "spec": {
            "clusterIP": "None",
            "publishNotReadyAddresses": True,
            "selector": dict(pod_labels),
            "ports": [{"name": PORT_NAME, "port": port, "targetPort": port}],
        },
    }


def service_monitor(  # noqa: PLR0913 - one keyword for each part of the object
    name: str,
    *,
    namespace: str,
    service_labels: Mapping[str, str],
    port_name: str = PORT_NAME,
    path: str = "/metrics",
    interval: str = "15s",
    relabelings: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Give a ``ServiceMonitor``, for exporters behind a Service with that port."""
    endpoint: dict[str, Any] = {"port": port_name, "path": path, "interval": interval}
    if relabelings:
        endpoint["relabelings"] = [dict(rule) for rule in relabelings]
    return _monitor(
        "ServiceMonitor", name, namespace, service_labels, "endpoints", endpoint
    )


def pod_relabelings(namespace_label: str, pod_label: str) -> list[dict[str, Any]]:
    """Make the labels by which the adapter finds a series' pod.

    The operator attaches ``namespace`` and ``pod`` itself; others are made here.
    """
    meta = {"__meta_kubernetes_namespace": namespace_label}
    meta["__meta_kubernetes_pod_name"] = pod_label
    return [
        {"sourceLabels": [source], "targetLabel": label}
        for source, label in meta.items()
        if label not in {"namespace", "pod"}
    ]


def _monitor(
    kind: str,
    name: str,
    namespace: str,
    labels: Mapping[str, str],
    field: str,
    endpoint: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "selector": {"matchLabels": dict(labels)},
            field: [dict(endpoint)],
        },
    }
