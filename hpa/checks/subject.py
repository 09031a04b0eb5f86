"""One HPA under check: what it says, with the API's defaults, and where it says it.

Every API version is seen in its v2 form, so that a check knows one shape. What
stands around the HPA is ``hpa.checks.context``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.types import Config
from hpa.model.meta import NO_REFERENCE, CrossVersionObjectReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from hpa.model import v2
    from hpa.model.metrics import MetricSpec, MetricTarget
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.core.finding import Place
    from octoscale.core.yamlio import DocumentPath

DEFAULT_TOLERANCE = Config().tolerance
"""The controller's flag when nobody set it; a file cannot tell."""

RESOURCE_TYPES = ("Resource", "ContainerResource")
CUSTOM_TYPES = ("Pods", "Object")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric source of an HPA, whatever its type."""

    type: str
    """``Resource``, ``ContainerResource``, ``Pods``, ``Object``, ``External``."""

    name: str
    """The metric's name, or ``cpu`` or ``memory``."""

    target: MetricTarget
    path: DocumentPath
    """Where the source stands: ``spec``, ``metrics``, 0, ``object``."""

    described_object: CrossVersionObjectReference = NO_REFERENCE
    container: str = ""

    @property
    def name_path(self) -> DocumentPath:
        """Where the metric's name stands."""
        inside = ("name",) if self.type in RESOURCE_TYPES else ("metric", "name")
        return (*self.path, *inside)

    @property
    def utilization(self) -> int | None:
        """The target in percent of the requests, where it is the one that counts.

        ``averageValue`` wins where both are set, as in the controller.
        """
        if self.type not in RESOURCE_TYPES or self.target.average_value is not None:
            return None
        return self.target.average_utilization


@dataclass(frozen=True, slots=True)
class Subject:
    """One HPA of the input."""

    manifest: Manifest
    written: AnyHorizontalPodAutoscaler
    """In the version that the file has."""

    hpa: v2.HorizontalPodAutoscaler
    """The same as v2, with what the API server fills in."""

    @property
    def spec(self) -> v2.HorizontalPodAutoscalerSpec:
        """The spec in its v2 form."""
        return self.hpa.spec

    @property
    def min_replicas(self) -> int:
        """The lower bound, 1 when left out."""
        return 1 if self.spec.min_replicas is None else self.spec.min_replicas

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All metric sources in order; those without a source are left out."""
        return tuple(_metrics(self.spec.metrics))

    @property
    def target_title(self) -> str:
        """The scale target as people call it: ``Deployment reader``."""
        reference = self.spec.scale_target_ref
        return f"{reference.kind} {reference.name}"

    @property
    def title(self) -> str:
        """The HPA as people call it: ``dbs/reader``."""
        return self.manifest.title.partition(" ")[2]

    def place(self, *path: str | int) -> Place:
        """Tell where a field of the v2 form stands in the file, or its parent."""
        v1_field = "targetCPUUtilizationPercentage"
        in_metrics = path[:2] == ("spec", "metrics")
        if in_metrics and self.manifest.at("spec", v1_field) is not None:
            return self.manifest.place("spec", v1_field)
        return self.manifest.place(*path)

    def tolerance(self, direction: str) -> float:
        """Give the tolerance of ``scaleUp`` or ``scaleDown`` as a ratio."""
        behavior = self.spec.behavior
        if behavior is None:
            return DEFAULT_TOLERANCE
        up = direction == "scaleUp"
        rules = behavior.scale_up if up else behavior.scale_down
        if rules is None or rules.tolerance is None:
            return DEFAULT_TOLERANCE
        return rules.tolerance.milli_value / 1000


def _metrics(specs: tuple[MetricSpec, ...]) -> Iterator[Metric]:
    for index, spec in enumerate(specs):
        base: DocumentPath = ("spec", "metrics", index)
        if spec.type == "Object" and spec.object is not None:
            yield Metric(
                type=spec.type,
                name=spec.object.metric.name,
                target=spec.object.target,
                path=(*base, "object"),
                described_object=spec.object.described_object,
            )
        elif spec.type == "Pods" and spec.pods is not None:
            yield _named(spec.type, spec.pods.metric.name, spec.pods.target, base)
        elif spec.type == "External" and spec.external is not None:
            source = spec.external
            yield _named(spec.type, source.metric.name, source.target, base)
        elif spec.type == "Resource" and spec.resource is not None:
            yield _named(spec.type, spec.resource.name, spec.resource.target, base)
        elif spec.type == "ContainerResource" and spec.container_resource is not None:
            yield Metric(
                type=spec.type,
                name=spec.container_resource.name,
                target=spec.container_resource.target,
                path=(*base, "containerResource"),
                container=spec.container_resource.container,
            )


def _named(type_: str, name: str, target: MetricTarget, base: DocumentPath) -> Metric:
    path = (*base, type_.lower())
    return Metric(type=type_, name=name, target=target, path=path)
