"""Every version to v2 and back: v2 can hold what any of them says.

Only the steps; ``hpa.model.convert`` joins them and reports losses, and the
older versions' steps are in ``hpa.model.hub_v1``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hpa.model import roundtrip, v1, v2, v2beta1, v2beta2
from hpa.model.hub_v1 import v1_from_v2, v2_from_v1, v2_from_v2beta1, v2beta1_from_v2

if TYPE_CHECKING:
    from hpa.model.meta import ObjectMeta
    from hpa.model.objects import AnyHorizontalPodAutoscaler, Version


def to_v2(hpa: AnyHorizontalPodAutoscaler) -> v2.HorizontalPodAutoscaler:
    """Convert any version to v2."""
    if isinstance(hpa, v2.HorizontalPodAutoscaler):
        return hpa
    if isinstance(hpa, v1.HorizontalPodAutoscaler):
        return v2_from_v1(hpa)
    if isinstance(hpa, v2beta1.HorizontalPodAutoscaler):
        return v2_from_v2beta1(hpa)
    return _v2_from_v2beta2(hpa)


def from_v2(hub: v2.HorizontalPodAutoscaler, to: Version) -> AnyHorizontalPodAutoscaler:
    """Convert v2 to any version."""
    if to == "v2":
        return hub
    if to == "v1":
        return v1_from_v2(hub)
    if to == "v2beta1":
        return v2beta1_from_v2(hub)
    return _v2beta2_from_v2(hub)


def _v2_from_v2beta2(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> v2.HorizontalPodAutoscaler:
    spec = hpa.spec
    return v2.HorizontalPodAutoscaler(
        metadata=_stripped(hpa.metadata),
        spec=v2.HorizontalPodAutoscalerSpec(
            scale_target_ref=spec.scale_target_ref,
            min_replicas=spec.min_replicas,
            max_replicas=spec.max_replicas,
            metrics=spec.metrics,
            behavior=_v2_behavior(spec.behavior),
        ),
        status=hpa.status,
    )


def _v2beta2_from_v2(
    hub: v2.HorizontalPodAutoscaler,
) -> v2beta2.HorizontalPodAutoscaler:
    spec = hub.spec
    return v2beta2.HorizontalPodAutoscaler(
        metadata=_stripped(hub.metadata),
        spec=v2beta2.HorizontalPodAutoscalerSpec(
            scale_target_ref=spec.scale_target_ref,
            min_replicas=spec.min_replicas,
            max_replicas=spec.max_replicas,
            metrics=spec.metrics,
            behavior=_v2beta2_behavior(spec.behavior),
        ),
        status=hub.status,
    )


def _v2_behavior(
    behavior: v2beta2.HorizontalPodAutoscalerBehavior | None,
) -> v2.HorizontalPodAutoscalerBehavior | None:
    if behavior is None:
        return None
    return v2.HorizontalPodAutoscalerBehavior(
        scale_up=_v2_rules(behavior.scale_up),
        scale_down=_v2_rules(behavior.scale_down),
    )


def _v2beta2_behavior(
    behavior: v2.HorizontalPodAutoscalerBehavior | None,
) -> v2beta2.HorizontalPodAutoscalerBehavior | None:
    if behavior is None:
        return None
    return v2beta2.HorizontalPodAutoscalerBehavior(
        scale_up=_v2beta2_rules(behavior.scale_up),
        scale_down=_v2beta2_rules(behavior.scale_down),
    )


def _v2_rules(rules: v2beta2.HPAScalingRules | None) -> v2.HPAScalingRules | None:
    if rules is None:
        return None
    return v2.HPAScalingRules(
        stabilization_window_seconds=rules.stabilization_window_seconds,
        select_policy=rules.select_policy,
        policies=rules.policies,
    )


def _v2beta2_rules(rules: v2.HPAScalingRules | None) -> v2beta2.HPAScalingRules | None:
    if rules is None:
        return None
    return v2beta2.HPAScalingRules(
        stabilization_window_seconds=rules.stabilization_window_seconds,
        select_policy=rules.select_policy,
        policies=rules.policies,
    )


def _stripped(metadata: ObjectMeta) -> ObjectMeta:
    kept = roundtrip.stripped(metadata.annotations)
    if len(kept) == len(metadata.annotations):
        return metadata
    return replace(metadata, annotations=kept)
