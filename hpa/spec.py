"""From an API object to what the algorithm follows.

Defaults are filled in and quantities become milli-units here, nowhere else. The
object is taken to be valid (``hpa.validation``); the algorithm itself knows no
API object.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from hpa.algorithm import types as algorithm
from hpa.defaults import DEFAULT_MIN_REPLICAS, with_defaults
from hpa.model import metrics as model
from hpa.model import v2
from hpa.model.hub import to_v2
from hpa.selectors import selector_text
from octoscale.core.errors import InputError
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.core.quantity import Quantity


def decision_spec(hpa: AnyHorizontalPodAutoscaler) -> algorithm.Spec:
    """Read an HPA of any version, defaulted or not, as the controller does.

    Raises ``InputError`` when a metric lacks its source or its target, which the
    API server would have refused.
    """
    spec = to_v2(with_defaults(hpa)).spec
    minimum = spec.min_replicas
    return algorithm.Spec(
        min_replicas=DEFAULT_MIN_REPLICAS if minimum is None else minimum,
        max_replicas=spec.max_replicas,
        metrics=tuple(
            _metric(metric, f"spec.metrics[{index}]")
            for index, metric in enumerate(spec.metrics)
        ),
        behavior=_behavior(spec.behavior),
    )


def _metric(metric: model.MetricSpec, field: str) -> algorithm.MetricSpec:
    if metric.type not in _SOURCES:
        return algorithm.UnknownMetric(type=metric.type)
    attribute, read = _SOURCES[metric.type]
    source = getattr(metric, attribute)
    if source is None:
        raise _refused(f"{field} is of type {metric.type} and has no such source")
    return read(source, field)


def _pods(source: model.PodsMetricSource, field: str) -> algorithm.PodsMetric:
    average = source.target.average_value
    if average is None:
        raise _refused(f"{field}.pods.target has no averageValue")
    return algorithm.PodsMetric(
        name=source.metric.name,
        average_value_milli=average.milli_value,
        selector=selector_text(source.metric.selector),
    )


def _object(source: model.ObjectMetricSource, field: str) -> algorithm.ObjectMetric:
    target = source.target
    given = {"Value": target.value, "AverageValue": target.average_value}
    # The API accepts a type whose field is not set. What clusters below 1.28
    # store, and so their controllers see, has the type of the field that is.
    wanted = (target.type, "AverageValue", "Value")
    kind = next((name for name in wanted if given.get(name) is not None), None)
    if kind is None:
        raise _refused(f"{field}.object.target has no value")
    return algorithm.ObjectMetric(
        name=source.metric.name,
        described_object=algorithm.ObjectReference(
            kind=source.described_object.kind,
            name=source.described_object.name,
            api_version=source.described_object.api_version,
        ),
        target_type=cast("algorithm.TargetType", kind),
        value_milli=_milli(target.value),
        average_value_milli=_milli(target.average_value),
        selector=selector_text(source.metric.selector),
    )


def _external(
    source: model.ExternalMetricSource, field: str
) -> algorithm.ExternalMetric:
    if source.target.value is None and source.target.average_value is None:
        raise _refused(f"{field}.external.target has no value")
    return algorithm.ExternalMetric(
        name=source.metric.name,
        value_milli=_milli(source.target.value),
        average_value_milli=_milli(source.target.average_value),
        selector=selector_text(source.metric.selector),
    )


def _resource(
    source: model.ResourceMetricSource, field: str
) -> algorithm.ResourceMetric:
    _check_resource_target(source.target, f"{field}.resource.target")
    return algorithm.ResourceMetric(
        name=source.name,
        average_utilization=source.target.average_utilization,
        average_value_milli=_milli(source.target.average_value),
    )


def _container(
    source: model.ContainerResourceMetricSource, field: str
) -> algorithm.ContainerResourceMetric:
    _check_resource_target(source.target, f"{field}.containerResource.target")
    return algorithm.ContainerResourceMetric(
        name=source.name,
        container=source.container,
        average_utilization=source.target.average_utilization,
        average_value_milli=_milli(source.target.average_value),
    )


def _check_resource_target(target: model.MetricTarget, field: str) -> None:
    if target.average_utilization is None and target.average_value is None:
        raise _refused(f"{field} has neither averageUtilization nor averageValue")


def _behavior(
    behavior: v2.HorizontalPodAutoscalerBehavior | None,
) -> algorithm.Behavior | None:
    if behavior is None:
        return None
    return algorithm.Behavior(
        scale_up=_rules(behavior.scale_up or v2.HPAScalingRules()),
        scale_down=_rules(behavior.scale_down or v2.HPAScalingRules()),
    )


def _rules(rules: v2.HPAScalingRules) -> algorithm.ScalingRules:
    return algorithm.ScalingRules(
        stabilization_window_seconds=rules.stabilization_window_seconds,
        select_policy=cast("algorithm.SelectPolicy", rules.select_policy or "Max"),
        policies=tuple(
            algorithm.ScalingPolicy(
                type=cast("algorithm.PolicyType", policy.type),
                value=policy.value,
                period_seconds=policy.period_seconds,
            )
            for policy in rules.policies or ()
        ),
        tolerance=None if rules.tolerance is None else _ratio(rules.tolerance),
    )


def _milli(quantity: Quantity | None) -> int | None:
    return None if quantity is None else quantity.milli_value


def _ratio(quantity: Quantity) -> float:
    return float(Fraction(quantity.unscaled) * Fraction(10) ** quantity.exponent)


def _refused(message: str) -> InputError:
    return InputError.at(Place(), "HP004", message, hint="validate the object first")


_SOURCES: dict[str, tuple[str, Callable[[Any, str], algorithm.MetricSpec]]] = {
    "Pods": ("pods", _pods),
    "Object": ("object", _object),
    "External": ("external", _external),
    "Resource": ("resource", _resource),
    "ContainerResource": ("container_resource", _container),
}
"""Metric source type -> the field that it names and how to read it."""
