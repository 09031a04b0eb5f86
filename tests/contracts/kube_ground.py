"""The ground on which both ports to Kubernetes are held to one contract.

The in-memory port always; a real API server where there is one. Each test file
makes its own ``ground`` fixture with ``make_ground``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Generator

    import pytest

    from octoscale.kube.base import KubePort
    from octoscale.kube.types import WatchEvent

PORTS = ("memory", "server")
"""The values of a ``ground`` fixture's parameter."""

CONFIG_MAP = Kind("v1", "ConfigMap")
DEPLOYMENT = Kind("apps/v1", "Deployment")
EVENT = Kind("v1", "Event")
HPA = Kind("autoscaling/v2beta2", "HorizontalPodAutoscaler")
NAMESPACE = Kind("v1", "Namespace")

WAIT_SECONDS = 30.0
"""Longest wait for an event that must come; it ends with the event."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A port under test, and a namespace to test it in."""

    port: KubePort
    namespace: str

    def config_map(self, name: str, *, app: str = "web", **data: str) -> dict[str, Any]:
        labels = {"app": app}
        return {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": self.namespace, "labels": labels},
            "data": data,
        }

    def deployment(self, *, replicas: int | None = 1) -> dict[str, Any]:
        container = {"name": "web", "image": "registry.invalid/web:1"}
        spec: dict[str, Any] = {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [container]},
            },
        }
        if replicas is not None:
            spec["replicas"] = replicas
        return {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web", "namespace": self.namespace},
            "spec": spec,
        }

    def get(self, name: str) -> dict[str, Any]:
        return self.port.get(CONFIG_MAP, name, namespace=self.namespace)

    def apply(self, name: str, *, manager: str = "a", **data: str) -> dict[str, Any]:
        wanted = self.config_map(name, **data)
        return self.port.apply(wanted, field_manager=manager)

    def watch(self) -> Generator[WatchEvent]:
        """Follow our own config maps; a cluster adds some of its own."""
        return self.port.watch(
            CONFIG_MAP,
            namespace=self.namespace,
            label_selector="app=web",
            timeout_seconds=WAIT_SECONDS,
        )


def make_ground(request: pytest.FixtureRequest) -> Ground:
    """Give the port that ``request.param`` names, and a namespace of its own."""
    if request.param == "server":
        kube: KubePort = request.getfixturevalue("kube")
        return Ground(kube, request.getfixturevalue("namespace"))
    kube = MemoryKube()
    kube.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    return Ground(kube, "shop")
