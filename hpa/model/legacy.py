"""Metric sources between their two shapes: v2beta1's (and v1's) and v2's.

The older shape has no ``target.type``: coming back, the type follows from the
field that is set, and an Object source always has a value, if only 0. What the
older shape cannot hold is lost here and reported by ``hpa.model.losses``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hpa.model import metrics as new
from hpa.model import v2beta1 as old

if TYPE_CHECKING:
    from octoscale.core.quantity import Quantity

_UtilizationOrValue = Literal["Utilization", "AverageValue"]


def older(spec: new.MetricSpec) -> old.MetricSpec:
    """Write a metric source in the older shape, as upstream's v1 conversion does."""
    return old.MetricSpec(
        type=spec.type,
        object=_older_object(spec.object) if spec.object else None,
        pods=_older_pods(spec.pods) if spec.pods else None,
        resource=_older_resource(spec.resource) if spec.resource else None,
        container_resource=_older_container(spec.container_resource)
        if spec.container_resource
        else None,
        external=_older_external(spec.external) if spec.external else None,
    )


def newer(spec: old.MetricSpec) -> new.MetricSpec:
    """Read a metric source from the older shape, deriving the target's type."""
    return new.MetricSpec(
        type=spec.type,
        object=_newer_object(spec.object) if spec.object else None,
        pods=_newer_pods(spec.pods) if spec.pods else None,
        resource=_newer_resource(spec.resource) if spec.resource else None,
        container_resource=_newer_container(spec.container_resource)
        if spec.container_resource
        else None,
        external=_newer_external(spec.external) if spec.external else None,
    )


def _older_object(source: new.ObjectMetricSource) -> old.ObjectMetricSource:
    return old.ObjectMetricSource(
        target=source.described_object,
        metric_name=source.metric.name,
        target_value=source.target.value or old.ZERO,
        selector=source.metric.selector,
        average_value=source.target.average_value,
    )


def _newer_object(source: old.ObjectMetricSource) -> new.ObjectMetricSource:
    return new.ObjectMetricSource(
        described_object=source.target,
        target=new.MetricTarget(
            type="Value" if source.average_value is None else "AverageValue",
            value=source.target_value,
            average_value=source.average_value,
        ),
        metric=new.MetricIdentifier(name=source.metric_name, selector=source.selector),
    )


def _older_pods(source: new.PodsMetricSource) -> old.PodsMetricSource:
    return old.PodsMetricSource(
        metric_name=source.metric.name,
        target_average_value=source.target.average_value or old.ZERO,
        selector=source.metric.selector,
    )


def _newer_pods(source: old.PodsMetricSource) -> new.PodsMetricSource:
    return new.PodsMetricSource(
        metric=new.MetricIdentifier(name=source.metric_name, selector=source.selector),
        target=new.MetricTarget(
            type="AverageValue", average_value=source.target_average_value
        ),
    )


def _older_resource(source: new.ResourceMetricSource) -> old.ResourceMetricSource:
    return old.ResourceMetricSource(
        name=source.name,
        target_average_utilization=source.target.average_utilization,
        target_average_value=source.target.average_value,
    )


def _newer_resource(source: old.ResourceMetricSource) -> new.ResourceMetricSource:
    return new.ResourceMetricSource(
        name=source.name,
        target=_resource_target(
            source.target_average_utilization, source.target_average_value
        ),
    )


def _older_container(
    source: new.ContainerResourceMetricSource,
) -> old.ContainerResourceMetricSource:
    return old.ContainerResourceMetricSource(
        name=source.name,
        target_average_utilization=source.target.average_utilization,
        target_average_value=source.target.average_value,
        container=source.container,
    )


def _newer_container(
    source: old.ContainerResourceMetricSource,
) -> new.ContainerResourceMetricSource:
    return new.ContainerResourceMetricSource(
        name=source.name,
        target=_resource_target(
            source.target_average_utilization, source.target_average_value
        ),
        container=source.container,
    )


def _resource_target(
    utilization: int | None, average_value: Quantity | None
) -> new.MetricTarget:
    kind: _UtilizationOrValue = "AverageValue" if utilization is None else "Utilization"
    return new.MetricTarget(
        type=kind, average_value=average_value, average_utilization=utilization
    )


def _older_external(source: new.ExternalMetricSource) -> old.ExternalMetricSource:
    return old.ExternalMetricSource(
        metric_name=source.metric.name,
        metric_selector=source.metric.selector,
        target_value=source.target.value,
        target_average_value=source.target.average_value,
    )


def _newer_external(source: old.ExternalMetricSource) -> new.ExternalMetricSource:
    return new.ExternalMetricSource(
        metric=new.MetricIdentifier(
            name=source.metric_name, selector=source.metric_selector
        ),
        target=new.MetricTarget(
            type="AverageValue" if source.target_value is None else "Value",
            value=source.target_value,
            average_value=source.target_average_value,
        ),
    )
