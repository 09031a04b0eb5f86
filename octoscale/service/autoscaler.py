"""The HorizontalPodAutoscaler of a service file, built by ``hpa.builders``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa import behavior as limits
from hpa import builders, manifests
from hpa.model.meta import CrossVersionObjectReference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.model.metrics import MetricSpec
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from hpa.model.v2beta2 import HorizontalPodAutoscalerBehavior, HPAScalingRules
    from octoscale.core.descriptor import MetricDescriptor
    from octoscale.service.model import Resource, ScalingRules, ServiceFile


def autoscaler(
    spec: ServiceFile, descriptors: Sequence[MetricDescriptor]
) -> AnyHorizontalPodAutoscaler:
    """Build the HPA, in the API version that the service's cluster serves.

    Raises ``hpa.builders.BuildError`` for what an API server would refuse.
    """
    target = spec.scale_target
    pairs = zip(descriptors, spec.metrics, strict=True)
    built = builders.autoscaler(
        CrossVersionObjectReference(
            kind=target.kind, name=target.name, api_version=target.api_version
        ),
        [
            builders.metric_for(
                descriptor,
                value=metric.target.value,
                average_value=metric.target.average_value,
                selector=metric.selector or None,
            )
            for descriptor, metric in pairs
        ]
        + [_resource(given) for given in spec.resources],
        name=spec.service,
        namespace=spec.namespace,
        min_replicas=spec.replicas.min,
        max_replicas=spec.replicas.max,
        behavior=_behavior(spec),
        scale_to_zero=spec.replicas.min == 0,
    )
    return manifests.for_kubernetes(built, spec.kubernetes).result


def _resource(given: Resource) -> MetricSpec:
    if given.utilization is not None:
        percent = given.utilization
        return builders.resource_metric(given.name, average_utilization=percent)
    return builders.resource_metric(given.name, average_value=given.average_value or "")


def _behavior(spec: ServiceFile) -> HorizontalPodAutoscalerBehavior | None:
    given = spec.behavior
    if given is None:
        return None
    if isinstance(given, str):
        return limits.preset(given)
    return limits.behavior(
        scale_up=_rules(given.scale_up), scale_down=_rules(given.scale_down)
    )


def _rules(given: ScalingRules | None) -> HPAScalingRules | None:
    if given is None:
        return None
    policies = [
        (limits.pods if policy.type == "Pods" else limits.percent)(
            policy.value, per=policy.period_seconds
        )
        for policy in given.policies or ()
    ]
    return limits.rules(
        *policies,
        window=given.stabilization_window_seconds,
        select=given.select_policy,
    )
