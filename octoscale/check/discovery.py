"""What Prometheus' service discovery says about the pods of the manifests.

The labels before relabelling, as ``discovery/kubernetes`` makes them, for the
roles pod, endpoints and endpointslice. What is only known on a cluster has a
stand-in: an address from the range for documentation, one node.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.check.selecting import as_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hpa.checks.manifest import Manifest
    from octoscale.check.pods import Pods

_META = "__meta_kubernetes_"
_UNSAFE = re.compile(r"[^a-zA-Z0-9_]")
DEFAULT_NAMESPACE = "default"

Labels = dict[str, str]


@dataclass(frozen=True, slots=True)
class Discovered:
    """One address that discovery finds, before relabelling."""

    pods: Pods
    labels: Labels


def pod_role(pods: Pods, index: int) -> Iterator[Discovered]:
    """Give one address for each declared port, or the bare pod without ports."""
    base = _pod_labels(pods, index)
    ip = base[f"{_META}pod_ip"]
    for port in pods.ports:
        labels = {
            **base,
            "__address__": f"{ip}:{port.number}",
            f"{_META}pod_container_name": port.container,
            f"{_META}pod_container_init": "false",
            f"{_META}pod_container_port_number": str(port.number),
            f"{_META}pod_container_port_name": port.name,
            f"{_META}pod_container_port_protocol": port.protocol,
        }
        yield Discovered(pods, labels)
    if not pods.ports:
        yield Discovered(pods, {**base, "__address__": ip})


def endpoints_role(service: Manifest, pods: Pods, index: int) -> Iterator[Discovered]:
    """Give one address for each of a Service's ports on the pods it selects."""
    base = {**_service_labels(service), **_pod_labels(pods, index)}
    ip = base[f"{_META}pod_ip"]
    ports = service.at("spec", "ports")
    for entry in ports if isinstance(ports, list) else ():
        if isinstance(entry, dict):
            number = target_port(entry, pods)
            name = str(entry.get("name") or "")
            found = _declared(pods, number)
            yield Discovered(
                pods,
                {
                    **base,
                    "__address__": f"{ip}:{number}",
                    f"{_META}endpoint_port_name": name,
                    f"{_META}endpointslice_port_name": name,
                    f"{_META}endpoint_ready": "true",
                    f"{_META}pod_container_port_number": str(found or ""),
                },
            )


def target_port(entry: Mapping[Any, Any], pods: Pods) -> int | None:
    """Find the number behind a Service's port; ``None`` for an unknown name."""
    wanted = entry.get("targetPort", entry.get("port"))
    if isinstance(wanted, str):
        named = [port.number for port in pods.ports if port.name == wanted]
        return named[0] if named else None
    return wanted if isinstance(wanted, int) else None


def sanitized(name: str) -> str:
    """Write a label's name as discovery does.

    >>> sanitized("app.kubernetes.io/name")
    'app_kubernetes_io_name'
    """
    return _UNSAFE.sub("_", name)


def _declared(pods: Pods, number: int | None) -> int | None:
    return number if any(port.number == number for port in pods.ports) else None


def _pod_labels(pods: Pods, index: int) -> Labels:
    kind = pods.manifest.kind
    ip = f"192.0.2.{index % 254 + 1}"
    labels = {
        f"{_META}namespace": pods.namespace or DEFAULT_NAMESPACE,
        f"{_META}pod_name": pods.name,
        f"{_META}pod_ip": ip,
        f"{_META}pod_host_ip": "198.51.100.1",
        f"{_META}pod_node_name": "node",
        f"{_META}pod_phase": "Running",
        f"{_META}pod_ready": "true",
        f"{_META}pod_uid": f"uid-{index}",
        f"{_META}pod_controller_kind": "ReplicaSet" if kind == "Deployment" else kind,
        f"{_META}pod_controller_name": pods.manifest.name,
    }
    for word, given in (("label", pods.labels), ("annotation", pods.annotations)):
        for name, value in given.items():
            labels[f"{_META}pod_{word}_{sanitized(name)}"] = value
            labels[f"{_META}pod_{word}present_{sanitized(name)}"] = "true"
    return labels


def _service_labels(service: Manifest) -> Labels:
    labels = {f"{_META}service_name": service.name}
    for word in ("label", "annotation"):
        for name, value in as_labels(service.at("metadata", f"{word}s")).items():
            labels[f"{_META}service_{word}_{sanitized(name)}"] = value
            labels[f"{_META}service_{word}present_{sanitized(name)}"] = "true"
    return labels
