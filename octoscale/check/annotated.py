"""What asks to be scraped by annotations: pods, and Services for their pods.

The annotations are a habit that jobs follow by relabelling. What is wrong with
them is the checks' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.check.discovery import target_port
from octoscale.check.pods import SCRAPE
from octoscale.check.selecting import as_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath


@dataclass(frozen=True, slots=True)
class Annotated:
    """One object with ``prometheus.io/scrape: "true"``."""

    manifest: Manifest
    path: DocumentPath
    """Where its annotations stand."""

    annotations: Mapping[str, str]
    targets: tuple[int, ...]
    """The ports that discovery makes targets of."""

    served: tuple[int, ...]
    """The ports that the containers behind it declare."""


def annotated(context: Context) -> Iterator[Annotated]:
    """Find everything that asks to be scraped."""
    for pods in context.pods:
        if pods.annotations.get(SCRAPE) == "true":
            path = (*pods.path, "metadata", "annotations")
            ports = tuple(port.number for port in pods.ports)
            yield Annotated(pods.manifest, path, pods.annotations, ports, ports)
    for service in context.lookup.of_kind("Service"):
        annotations = as_labels(service.at("metadata", "annotations"))
        if annotations.get(SCRAPE) == "true":
            yield _service(context, service, annotations)


def _service(
    context: Context, service: Manifest, annotations: Mapping[str, str]
) -> Annotated:
    selector = as_labels(service.at("spec", "selector"))
    near = context.pods_with(service.namespace, selector) if selector else ()
    ports = service.at("spec", "ports")
    entries = ports if isinstance(ports, list) else []
    numbers = [
        target_port(port, pods)
        for port in entries
        for pods in near
        if isinstance(port, dict)
    ]
    targets = tuple(dict.fromkeys(number for number in numbers if number is not None))
    served = tuple(dict.fromkeys(port.number for pods in near for port in pods.ports))
    return Annotated(service, ("metadata", "annotations"), annotations, targets, served)
