"""HP109: a field that the named Kubernetes drops silently.

Only when the user names a version; ``minReplicas: 0`` is HP108's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Subject

CONTAINER_RESOURCE = 27
"""First minor whose gate HPAContainerMetrics is on by default."""

TOLERANCE = 35
"""First minor whose gate HPAConfigurableTolerance is on by default."""


def check(context: Context) -> Iterator[Finding]:
    """Find fields behind a feature gate that is off by default in that version.

    The API server drops them without a word: a ContainerResource source then
    lacks its content and the HPA is refused, and a tolerance of its own does not
    count.
    """
    minor = context.kubernetes
    if minor is None:
        return
    for subject in context.hpas:
        if minor < CONTAINER_RESOURCE:
            yield from _container_resources(subject, minor)
        if minor < TOLERANCE:
            yield from _tolerances(subject, minor)


def _container_resources(subject: Subject, minor: int) -> Iterator[Finding]:
    for metric in subject.metrics:
        if metric.type == "ContainerResource":
            yield Finding(
                code="HP109",
                severity=Severity.WARNING,
                place=subject.place(*metric.path),
                message=f"Kubernetes 1.{minor} drops ContainerResource sources unless "
                "its feature gate HPAContainerMetrics is on",
                hint="use a Resource metric, or make sure of the gate",
            )


def _tolerances(subject: Subject, minor: int) -> Iterator[Finding]:
    for direction in ("scaleUp", "scaleDown"):
        path = ("spec", "behavior", direction, "tolerance")
        given = subject.manifest.at(*path)
        if given is not None:
            yield Finding(
                code="HP109",
                severity=Severity.WARNING,
                place=subject.place(*path),
                message=f"Kubernetes 1.{minor} drops the tolerance {given} of "
                f"{direction} unless its feature gate HPAConfigurableTolerance is on",
                hint="count on 0.1, or make sure of the gate",
            )
