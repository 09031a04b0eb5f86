"""Metric sources for people: one function a metric source type.

Natural forms in, v2beta2 objects out; a target that cannot be is refused with
the argument's name. ``hpa.builders`` puts them into an HPA and re-exports them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, get_args, overload

from hpa.model import metrics as model
from hpa.model.meta import CrossVersionObjectReference, LabelSelector
from hpa.natural import BuildError, QuantityLike, quantity
from hpa.validation.names import path_segment
from octoscale.kube.restmapper import GroupResource, MapperError, RESTMapper

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor

ResourceName = Literal["cpu", "memory"]
"""What the resource metrics API serves."""

SelectorLike = Mapping[str, str] | LabelSelector | None
"""Labels that must be equal, or a whole selector."""


def pods_metric(
    name: str, *, average_value: QuantityLike, selector: SelectorLike = None
) -> model.MetricSpec:
    """Hold the average of a metric over the pods at *average_value*."""
    source = model.PodsMetricSource(
        metric=_identifier(name, selector),
        target=_target(None, average_value),
    )
    return model.MetricSpec(type="Pods", pods=source)


@overload
def object_metric(
    name: str,
    described_object: CrossVersionObjectReference,
    *,
    value: QuantityLike,
    selector: SelectorLike = None,
) -> model.MetricSpec: ...
@overload
def object_metric(
    name: str,
    described_object: CrossVersionObjectReference,
    *,
    average_value: QuantityLike,
    selector: SelectorLike = None,
) -> model.MetricSpec: ...
def object_metric(
    name: str,
    described_object: CrossVersionObjectReference,
    *,
    value: QuantityLike | None = None,
    average_value: QuantityLike | None = None,
    selector: SelectorLike = None,
) -> model.MetricSpec:
    """Hold a metric of one object at *value*, or at *average_value* per pod."""
    source = model.ObjectMetricSource(
        described_object=described_object,
        metric=_identifier(name, selector),
        target=_target(value, average_value),
    )
    return model.MetricSpec(type="Object", object=source)


@overload
def external_metric(
    name: str, *, value: QuantityLike, selector: SelectorLike = None
) -> model.MetricSpec: ...
@overload
def external_metric(
    name: str, *, average_value: QuantityLike, selector: SelectorLike = None
) -> model.MetricSpec: ...
def external_metric(
    name: str,
    *,
    value: QuantityLike | None = None,
    average_value: QuantityLike | None = None,
    selector: SelectorLike = None,
) -> model.MetricSpec:
    """Hold the sum of an external metric at *value*, or *average_value* per pod."""
    source = model.ExternalMetricSource(
        metric=_identifier(name, selector), target=_target(value, average_value)
    )
    return model.MetricSpec(type="External", external=source)


@overload
def resource_metric(
    name: ResourceName, *, average_utilization: int
) -> model.MetricSpec: ...
@overload
def resource_metric(
    name: ResourceName, *, average_value: QuantityLike
) -> model.MetricSpec: ...
def resource_metric(
    name: ResourceName,
    *,
    average_utilization: int | None = None,
    average_value: QuantityLike | None = None,
) -> model.MetricSpec:
    """Hold cpu or memory of the pods at a percentage of their requests, or a value."""
    source = model.ResourceMetricSource(
        name=_resource(name),
        target=_resource_target(average_utilization, average_value),
    )
    return model.MetricSpec(type="Resource", resource=source)


@overload
def container_resource_metric(
    name: ResourceName, container: str, *, average_utilization: int
) -> model.MetricSpec: ...
@overload
def container_resource_metric(
    name: ResourceName, container: str, *, average_value: QuantityLike
) -> model.MetricSpec: ...
def container_resource_metric(
    name: ResourceName,
    container: str,
    *,
    average_utilization: int | None = None,
    average_value: QuantityLike | None = None,
) -> model.MetricSpec:
    """Hold cpu or memory of one container of each pod.

    Clusters below 1.27 drop such a source unless the gate HPAContainerMetrics
    is on.
    """
    source = model.ContainerResourceMetricSource(
        name=_resource(name),
        container=container,
        target=_resource_target(average_utilization, average_value),
    )
    return model.MetricSpec(type="ContainerResource", container_resource=source)


def metric_for(
    descriptor: MetricDescriptor,
    *,
    value: QuantityLike | None = None,
    average_value: QuantityLike | None = None,
    selector: SelectorLike = None,
    described_object: CrossVersionObjectReference | None = None,
) -> model.MetricSpec:
    """Build the metric source for a descriptor: its association says which type.

    For an object the association names it, unless *described_object* does.
    Raises ``BuildError``.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> descriptor = MetricDescriptor(
    ...     series_name="up", kind="gauge", help="Up.", api_name="up"
    ... )
    >>> metric_for(descriptor, average_value=1).type
    'Pods'
    """
    name, kind = descriptor.api_name, descriptor.association.kind
    target = _target(value, average_value)
    metric = _identifier(name, selector)
    if kind == "pods":
        if target.average_value is None:
            reason = "a metric of pods is held at an average_value"
            raise BuildError("value", reason)
        pods = model.PodsMetricSource(metric=metric, target=target)
        return model.MetricSpec(type="Pods", pods=pods)
    if kind == "external":
        external = model.ExternalMetricSource(metric=metric, target=target)
        return model.MetricSpec(type="External", external=external)
    source = model.ObjectMetricSource(
        described_object=described_object or _described_object(descriptor),
        metric=metric,
        target=target,
    )
    return model.MetricSpec(type="Object", object=source)


def _described_object(descriptor: MetricDescriptor) -> CrossVersionObjectReference:
    association = descriptor.association
    if not association.object_name:
        reason = f"the association of {descriptor.api_name!r} names no object"
        raise BuildError("described_object", reason)
    group_resource = GroupResource.parse(association.group_resource)
    try:
        found = RESTMapper.builtin().resource_for(group_resource)
    except MapperError as error:
        raise BuildError("described_object", str(error)) from error
    group = f"{found.group}/" if found.group else ""
    return CrossVersionObjectReference(
        kind=found.kind,
        name=association.object_name,
        api_version=f"{group}{found.version}",
    )


def _identifier(name: str, selector: SelectorLike) -> model.MetricIdentifier:
    for problem in path_segment(name) if name else ["must not be empty"]:
        raise BuildError("name", problem)
    if isinstance(selector, Mapping):
        selector = LabelSelector(match_labels=dict(selector))
    return model.MetricIdentifier(name=name, selector=selector)


def _target(
    value: QuantityLike | None, average_value: QuantityLike | None
) -> model.MetricTarget:
    if (value is None) == (average_value is None):
        raise BuildError("value", "give either value or average_value")
    if average_value is not None:
        average = quantity(average_value, field="average_value")
        return model.MetricTarget(type="AverageValue", average_value=average)
    whole = quantity(value or 0, field="value")
    return model.MetricTarget(type="Value", value=whole)


def _resource(name: ResourceName) -> str:
    if name not in get_args(ResourceName):
        raise BuildError("name", f"must be cpu or memory, is {name!r}")
    return name


def _resource_target(
    utilization: int | None, average_value: QuantityLike | None
) -> model.MetricTarget:
    if (utilization is None) == (average_value is None):
        reason = "give either average_utilization or average_value"
        raise BuildError("average_utilization", reason)
    if utilization is None:
        return _target(None, average_value)
    if isinstance(utilization, bool) or utilization != int(utilization):
        reason = f"must be whole percent, is {utilization}"
        raise BuildError("average_utilization", reason)
    if utilization < 1:
        reason = f"must be at least 1 percent, is {utilization}"
        raise BuildError("average_utilization", reason)
    return model.MetricTarget(type="Utilization", average_utilization=int(utilization))
