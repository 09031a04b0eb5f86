"""The rules for ``spec.metrics``: one source of the named type, and its target.

As ``validateMetrics`` upstream, with its two gaps: the target's type is not
compared with the field that is set, and the metric's selector is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hpa.validation.field_errors import (
    FieldError,
    forbidden,
    invalid,
    not_supported,
    required,
)
from hpa.validation.names import dns_label, path_segment
from hpa.validation.references import reference_errors
from hpa.validation.resources import container_resource

if TYPE_CHECKING:
    from hpa.model import metrics as model

_TARGET_TYPES = ("Utilization", "Value", "AverageValue")
_RAW_OR_UTILIZATION = "a target raw value {} a target utilization"


def metrics_errors(
    metrics: Sequence[model.MetricSpec], field: str, *, min_replicas: int | None
) -> Iterator[FieldError]:
    """List the broken rules of all metric sources."""
    for index, metric in enumerate(metrics):
        yield from _metric_errors(metric, f"{field}[{index}]")
    types = {metric.type for metric in metrics}
    if min_replicas == 0 and not types & {"Object", "External"}:
        yield forbidden(
            field,
            "must specify at least one Object or External metric to support "
            "scaling to zero replicas",
        )


def _metric_errors(metric: model.MetricSpec, field: str) -> Iterator[FieldError]:
    """Check the first source that is present, and that it is the named one."""
    if not metric.type:
        yield required(f"{field}.type", "must specify a metric source type")
    if metric.type not in _TYPES:
        yield not_supported(f"{field}.type", metric.type, _TYPES)
    present = [name for name in _SOURCES if getattr(metric, name) is not None]
    for name in present[:1]:
        key, check = _SOURCES[name]
        yield from check(getattr(metric, name), f"{field}.{key}")
    expected = _TYPES.get(metric.type)
    if expected is None:
        # Upstream says it once more where it looks for the named source.
        yield not_supported(f"{field}.type", metric.type, _TYPES)
    elif expected not in present:
        detail = "must populate information for the given metric source"
        yield required(f"{field}.{_SOURCES[expected][0]}", detail)
    if len(present) == 1:
        return
    for name in present:
        if name != expected:
            detail = "must populate the given metric source only"
            yield forbidden(f"{field}.{_SOURCES[name][0]}", detail)


def _object_errors(
    source: model.ObjectMetricSource, field: str
) -> Iterator[FieldError]:
    yield from reference_errors(source.described_object, f"{field}.describedObject")
    yield from _identifier_errors(source.metric, f"{field}.metric")
    yield from _target_errors(source.target, f"{field}.target")
    if source.target.value is None and source.target.average_value is None:
        detail = "must set either a target value or averageValue"
        yield required(f"{field}.target.averageValue", detail)


def _external_errors(
    source: model.ExternalMetricSource, field: str
) -> Iterator[FieldError]:
    yield from _identifier_errors(source.metric, f"{field}.metric")
    yield from _target_errors(source.target, f"{field}.target")
    both = "a target value for metric {} a per-pod target"
    if source.target.value is None and source.target.average_value is None:
        detail = f"must set either {both.format('or')}"
        yield required(f"{field}.target.averageValue", detail)
    if source.target.value is not None and source.target.average_value is not None:
        yield forbidden(
            f"{field}.target.value", f"may not set both {both.format('and')}"
        )


def _pods_errors(source: model.PodsMetricSource, field: str) -> Iterator[FieldError]:
    yield from _identifier_errors(source.metric, f"{field}.metric")
    yield from _target_errors(source.target, f"{field}.target")
    if source.target.average_value is None:
        detail = "must specify a positive target averageValue"
        yield required(f"{field}.target.averageValue", detail)


def _resource_errors(
    source: model.ResourceMetricSource, field: str
) -> Iterator[FieldError]:
    if not source.name:
        yield required(f"{field}.name", "must specify a resource name")
    yield from _resource_target_errors(source.target, f"{field}.target")


def _container_errors(
    source: model.ContainerResourceMetricSource, field: str
) -> Iterator[FieldError]:
    if not source.name:
        yield required(f"{field}.name", "must specify a resource name")
    else:
        for problem in container_resource(source.name):
            yield invalid(f"{field}.name", source.name, problem)
    if not source.container:
        yield required(f"{field}.container", "must specify a container")
    else:
        for problem in dns_label(source.container):
            yield invalid(f"{field}.container", source.container, problem)
    yield from _resource_target_errors(source.target, f"{field}.target")


def _resource_target_errors(
    target: model.MetricTarget, field: str
) -> Iterator[FieldError]:
    yield from _target_errors(target, field)
    raw, utilization = target.average_value, target.average_utilization
    if raw is None and utilization is None:
        detail = f"must set either {_RAW_OR_UTILIZATION.format('or')}"
        yield required(f"{field}.averageUtilization", detail)
    if raw is not None and utilization is not None:
        detail = f"may not set both {_RAW_OR_UTILIZATION.format('and')}"
        yield forbidden(f"{field}.averageValue", detail)


def _target_errors(target: model.MetricTarget, field: str) -> Iterator[FieldError]:
    if not target.type:
        yield required(f"{field}.type", "must specify a metric target type")
    if target.type not in _TARGET_TYPES:
        detail = "must be either Utilization, Value, or AverageValue"
        yield invalid(f"{field}.type", target.type, detail)
    quantities = {"value": target.value, "averageValue": target.average_value}
    for name, quantity in quantities.items():
        if quantity is not None and quantity.sign != 1:
            yield invalid(f"{field}.{name}", quantity, "must be positive")
    utilization = target.average_utilization
    if utilization is not None and utilization < 1:
        yield invalid(
            f"{field}.averageUtilization", utilization, "must be greater than 0"
        )


def _identifier_errors(
    metric: model.MetricIdentifier, field: str
) -> Iterator[FieldError]:
    if not metric.name:
        yield required(f"{field}.name", "must specify a metric name")
    for problem in path_segment(metric.name):
        yield invalid(f"{field}.name", metric.name, problem)


_SourceCheck = Callable[[Any, str], Iterator[FieldError]]

_SOURCES: dict[str, tuple[str, _SourceCheck]] = {
    "object": ("object", _object_errors),
    "external": ("external", _external_errors),
    "pods": ("pods", _pods_errors),
    "resource": ("resource", _resource_errors),
    "container_resource": ("containerResource", _container_errors),
}
"""Field -> API name and rules; the first present one, in this order, is checked."""

_TYPES = {
    "Object": "object",
    "External": "external",
    "Pods": "pods",
    "Resource": "resource",
    "ContainerResource": "container_resource",
}
"""Metric source type -> the field that it names."""
