"""The pods that the manifests will make: their labels, annotations and ports.

One for each workload, whatever its kind. Who selects or scrapes them is the
checks' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from octoscale.check.patches import Patches
from octoscale.check.selecting import as_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hpa.checks.manifest import Manifest
    from octoscale.core.yamlio import DocumentPath

_TEMPLATES: dict[str, DocumentPath] = {
    "Pod": (),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    **dict.fromkeys(
        (
            *("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
            *("ReplicationController", "Job"),
        ),
        ("spec", "template"),
    ),
}
"""Where the pods stand in an object of each kind."""

SCRAPE = "prometheus.io/scrape"
SCRAPE_PORT = "prometheus.io/port"


@dataclass(frozen=True, slots=True)
class Port:
    """One port that a container declares."""

    number: int
    name: str
    protocol: str
    container: str
    path: DocumentPath
    """Where it stands in the workload."""


@dataclass(frozen=True, slots=True)
class Pods:
    """The pods of one workload, which are all alike."""

    manifest: Manifest
    path: DocumentPath
    """Where the pod template starts in the workload."""

    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    ports: tuple[Port, ...]

    @property
    def namespace(self) -> str:
        """The namespace; empty when whoever applies the workload decides."""
        return self.manifest.namespace

    @property
    def name(self) -> str:
        """What stands for a pod's name, which is not known yet."""
        kind, name = self.manifest.kind, self.manifest.name
        return name if kind == "Pod" else f"{name}-…"

    @property
    def containers(self) -> DocumentPath:
        """Where the containers stand."""
        return (*self.path, "spec", "containers")


def pods_in(manifests: Iterable[Manifest]) -> Iterator[Pods]:
    """Find the pods of every workload, with what patches among them say."""
    patches = Patches(manifests)
    for manifest in patches.whole:
        path = _TEMPLATES.get(manifest.kind)
        if path is not None:
            meta = manifest.at(*path, "metadata")
            found = meta if isinstance(meta, dict) else {}
            labels, annotations = (
                {**as_labels(found.get(field)), **patches.over(manifest, field)}
                for field in ("labels", "annotations")
            )
            ports = tuple(_ports(manifest, path))
            yield Pods(manifest, path, labels, annotations, ports)


def _ports(manifest: Manifest, path: DocumentPath) -> Iterator[Port]:
    for inside in ("containers",):
        where = (*path, "spec", inside)
        containers = manifest.at(*where)
        for index, container in enumerate(_mappings(containers)):
            ports = container.get("ports")
            for number, port in enumerate(_mappings(ports)):
                value = port.get("containerPort")
                if isinstance(value, int):
                    yield Port(
                        value,
                        str(port.get("name") or ""),
                        str(port.get("protocol") or "TCP"),
                        str(container.get("name") or ""),
                        (*where, index, "ports", number),
                    )


def _mappings(value: Any) -> list[dict[Any, Any]]:
    return [
        item if isinstance(item, dict) else {}
        for item in (value if isinstance(value, list) else ())
    ]
