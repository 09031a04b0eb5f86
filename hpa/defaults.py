"""The values that the API server fills in when an HPA leaves them out.

The one home of these figures. What the controller does without a field (its
flags) is in ``hpa.algorithm``; what is invalid stays invalid here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar, cast

from hpa.model import v1, v2, v2beta1, v2beta2
from hpa.model.hub_v1 import DEFAULT_CPU_UTILIZATION, cpu_metric
from hpa.model.legacy import older
from hpa.model.objects import AnyHorizontalPodAutoscaler
from hpa.model.v2beta2 import HPAScalingPolicy

H = TypeVar("H", bound=AnyHorizontalPodAutoscaler)
_Behavior = v2.HorizontalPodAutoscalerBehavior | v2beta2.HorizontalPodAutoscalerBehavior

DEFAULT_MIN_REPLICAS = 1

SCALE_UP = v2.HPAScalingRules(
    stabilization_window_seconds=0,
    select_policy="Max",
    policies=(
        HPAScalingPolicy(type="Pods", value=4, period_seconds=15),
        HPAScalingPolicy(type="Percent", value=100, period_seconds=15),
    ),
)
"""Four pods or a doubling per 15 seconds, whichever is more, at once."""

SCALE_DOWN = v2.HPAScalingRules(
    select_policy="Max",
    policies=(HPAScalingPolicy(type="Percent", value=100, period_seconds=15),),
)
"""All pods per 15 seconds; the window is left to the controller's flag."""


def with_defaults(hpa: H) -> H:
    """Fill in what the API server fills in; given fields win one by one.

    ``behavior`` is filled in only where there is one: without it the controller
    follows its older limits. ``policies: []`` stays, and is invalid.

    >>> empty = v2beta2.HorizontalPodAutoscaler()
    >>> with_defaults(empty).spec.metrics[0].resource.target.average_utilization
    80
    """
    filled = _filled(hpa)
    if not filled:
        return hpa
    spec: Any = hpa.spec
    changed: H = replace(cast("Any", hpa), spec=replace(spec, **filled))
    return changed


def _filled(hpa: AnyHorizontalPodAutoscaler) -> dict[str, Any]:
    """Give the fields of ``spec`` that the server sets, with their values."""
    filled: dict[str, Any] = {}
    if hpa.spec.min_replicas is None:
        filled["min_replicas"] = DEFAULT_MIN_REPLICAS
    if isinstance(hpa, v1.HorizontalPodAutoscaler):
        return filled
    if isinstance(hpa, v2beta1.HorizontalPodAutoscaler):
        if not hpa.spec.metrics:
            filled["metrics"] = (older(cpu_metric(DEFAULT_CPU_UTILIZATION)),)
        return filled
    if not hpa.spec.metrics:
        filled["metrics"] = (cpu_metric(DEFAULT_CPU_UTILIZATION),)
    if hpa.spec.behavior is not None:
        filled["behavior"] = _behavior(hpa.spec.behavior)
    return filled


def _behavior(behavior: _Behavior) -> _Behavior:
    given: Any = behavior
    is_v2 = isinstance(behavior, v2.HorizontalPodAutoscalerBehavior)
    empty = v2.HPAScalingRules() if is_v2 else v2beta2.HPAScalingRules()
    result: _Behavior = replace(
        given,
        scale_up=_rules(given.scale_up or empty, SCALE_UP),
        scale_down=_rules(given.scale_down or empty, SCALE_DOWN),
    )
    return result


def _rules(rules: Any, defaults: v2.HPAScalingRules) -> Any:
    """Fill in one direction; the rules of both versions have these three fields."""
    names = ("stabilization_window_seconds", "select_policy", "policies")
    absent = [name for name in names if getattr(rules, name) is None]
    return replace(rules, **{name: getattr(defaults, name) for name in absent})
