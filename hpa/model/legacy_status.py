"""Metric statuses between their two shapes: v2beta1's (and v1's) and v2's.

As ``hpa.model.legacy`` does it for the sources; the older shape's values are
never absent, only 0.
"""

from __future__ import annotations

from hpa.model import status as new
from hpa.model import v2beta1 as old
from hpa.model.metrics import MetricIdentifier


def older_status(status: new.MetricStatus) -> old.MetricStatus:
    """Write a metric's status in the older shape."""
    return old.MetricStatus(
        type=status.type,
        object=_older_object(status.object) if status.object else None,
        pods=_older_pods(status.pods) if status.pods else None,
        resource=_older_resource(status.resource) if status.resource else None,
        container_resource=_older_container(status.container_resource)
        if status.container_resource
        else None,
        external=_older_external(status.external) if status.external else None,
    )


def newer_status(status: old.MetricStatus) -> new.MetricStatus:
    """Read a metric's status from the older shape."""
    return new.MetricStatus(
        type=status.type,
        object=_newer_object(status.object) if status.object else None,
        pods=_newer_pods(status.pods) if status.pods else None,
        resource=_newer_resource(status.resource) if status.resource else None,
        container_resource=_newer_container(status.container_resource)
        if status.container_resource
        else None,
        external=_newer_external(status.external) if status.external else None,
    )


def _older_object(status: new.ObjectMetricStatus) -> old.ObjectMetricStatus:
    return old.ObjectMetricStatus(
        target=status.described_object,
        metric_name=status.metric.name,
        current_value=status.current.value or old.ZERO,
        selector=status.metric.selector,
        average_value=status.current.average_value,
    )


def _newer_object(status: old.ObjectMetricStatus) -> new.ObjectMetricStatus:
    return new.ObjectMetricStatus(
        metric=MetricIdentifier(name=status.metric_name, selector=status.selector),
        current=new.MetricValueStatus(
            value=status.current_value, average_value=status.average_value
        ),
        described_object=status.target,
    )


def _older_pods(status: new.PodsMetricStatus) -> old.PodsMetricStatus:
    return old.PodsMetricStatus(
        metric_name=status.metric.name,
        current_average_value=status.current.average_value or old.ZERO,
        selector=status.metric.selector,
    )


def _newer_pods(status: old.PodsMetricStatus) -> new.PodsMetricStatus:
    return new.PodsMetricStatus(
        metric=MetricIdentifier(name=status.metric_name, selector=status.selector),
        current=new.MetricValueStatus(average_value=status.current_average_value),
    )


def _older_resource(status: new.ResourceMetricStatus) -> old.ResourceMetricStatus:
    return old.ResourceMetricStatus(
        name=status.name,
        current_average_utilization=status.current.average_utilization,
        current_average_value=status.current.average_value or old.ZERO,
    )


def _newer_resource(status: old.ResourceMetricStatus) -> new.ResourceMetricStatus:
    return new.ResourceMetricStatus(name=status.name, current=_resource_value(status))


def _older_container(
    status: new.ContainerResourceMetricStatus,
) -> old.ContainerResourceMetricStatus:
    return old.ContainerResourceMetricStatus(
        name=status.name,
        current_average_utilization=status.current.average_utilization,
        current_average_value=status.current.average_value or old.ZERO,
        container=status.container,
    )


def _newer_container(
    status: old.ContainerResourceMetricStatus,
) -> new.ContainerResourceMetricStatus:
    return new.ContainerResourceMetricStatus(
        name=status.name, current=_resource_value(status), container=status.container
    )


def _resource_value(
    status: old.ResourceMetricStatus | old.ContainerResourceMetricStatus,
) -> new.MetricValueStatus:
    return new.MetricValueStatus(
        average_value=status.current_average_value,
        average_utilization=status.current_average_utilization,
    )


def _older_external(status: new.ExternalMetricStatus) -> old.ExternalMetricStatus:
    return old.ExternalMetricStatus(
        metric_name=status.metric.name,
        metric_selector=status.metric.selector,
        current_value=status.current.value or old.ZERO,
        current_average_value=status.current.average_value,
    )


def _newer_external(status: old.ExternalMetricStatus) -> new.ExternalMetricStatus:
    return new.ExternalMetricStatus(
        metric=MetricIdentifier(
            name=status.metric_name, selector=status.metric_selector
        ),
        current=new.MetricValueStatus(
            value=status.current_value, average_value=status.current_average_value
        ),
    )
