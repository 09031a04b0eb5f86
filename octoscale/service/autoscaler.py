"""The HorizontalPodAutoscaler of a service file, built by ``hpa.builders``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa import builders

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor
    from octoscale.service.file import Service
    from octoscale.service.model import Behavior, MetricTarget, ScalingRules


def autoscaler(service: Service) -> Any:
    """Build the HPA, in the API version that the service's cluster serves."""
    spec = service.spec
    pairs = zip(service.descriptors, spec.metrics, strict=True)
    return builders.autoscaler(
        builders.scale_target(
            spec.scale_target.name,
            kind=spec.scale_target.kind,
            api_version=spec.scale_target.api_version,
        ),
        [_metric(descriptor, metric.target) for descriptor, metric in pairs],
        name=spec.service,
        namespace=spec.namespace,
        min_replicas=spec.replicas.min,
        max_replicas=spec.replicas.max,
        behavior=_behavior(spec.behavior),
        kubernetes=spec.kubernetes,
    )


def _metric(descriptor: MetricDescriptor, target: MetricTarget) -> Any:
    return builders.metric_for(
        descriptor, value=target.value, average_value=target.average_value
    )


def _behavior(behavior: Behavior | None) -> Any:
    if behavior is None:
        return None
    return builders.behavior(
        scale_up=_rules(behavior.scale_up), scale_down=_rules(behavior.scale_down)
    )


def _rules(rules: ScalingRules | None) -> Any:
    if rules is None:
        return None
    policies = rules.policies
    return builders.scaling_rules(
        stabilization_window=rules.stabilization_window_seconds,
        select_policy=rules.select_policy,
        policies=None
        if policies is None
        else [builders.policy(p.type, p.value, p.period_seconds) for p in policies],
    )
