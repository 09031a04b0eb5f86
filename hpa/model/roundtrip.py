"""The annotations in which autoscaling/v1 keeps what it has no fields for.

Their texts, byte for byte as the API server writes them, and back. An unreadable
one is ignored by the server, so reading gives ``None``. Which objects carry them
is ``hpa.model.convert``'s business.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from hpa.model import v2, v2beta1
from hpa.model.codec import decode, encode
from hpa.model.legacy import newer, older
from hpa.model.legacy_status import newer_status, older_status
from hpa.model.status import HorizontalPodAutoscalerCondition, MetricStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpa.model.metrics import MetricSpec

M = TypeVar("M")

METRICS = "autoscaling.alpha.kubernetes.io/metrics"
"""All metric sources but the first cpu utilization (v1)."""

CURRENT_METRICS = "autoscaling.alpha.kubernetes.io/current-metrics"
"""``status.currentMetrics`` (v1)."""

CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions"
"""``status.conditions`` (v1)."""

BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior"
"""``spec.behavior``, with Go's capitalised names (v1 and v2beta1)."""

ALL = (METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR)
"""The server strips all of them from objects of the other versions."""

_ESCAPED = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
)


def stripped(annotations: Mapping[str, str]) -> dict[str, str]:
    """Leave out the annotations of this module.

    >>> stripped({"a": "b", BEHAVIOR: "{}"})
    {'a': 'b'}
    """
    return {name: text for name, text in annotations.items() if name not in ALL}


def metrics_text(metrics: Iterable[MetricSpec]) -> str:
    """Write metric sources in the older shape."""
    return _text([encode(older(metric), nulls=True) for metric in metrics])


def read_metrics(text: str) -> tuple[MetricSpec, ...] | None:
    """Read metric sources from the older shape."""
    specs = _read_list(v2beta1.MetricSpec, text)
    return None if specs is None else tuple(newer(spec) for spec in specs)


def statuses_text(statuses: Iterable[MetricStatus]) -> str:
    """Write metric statuses in the older shape."""
    return _text([encode(older_status(status), nulls=True) for status in statuses])


def read_statuses(text: str) -> tuple[MetricStatus, ...] | None:
    """Read metric statuses from the older shape."""
    statuses = _read_list(v2beta1.MetricStatus, text)
    return None if statuses is None else tuple(newer_status(item) for item in statuses)


def conditions_text(conditions: Iterable[HorizontalPodAutoscalerCondition]) -> str:
    """Write conditions; a time that nobody set is null."""
    return _text([encode(condition, nulls=True) for condition in conditions])


def read_conditions(
    text: str,
) -> tuple[HorizontalPodAutoscalerCondition, ...] | None:
    """Read conditions."""
    return _read_list(HorizontalPodAutoscalerCondition, text)


def behavior_text(behavior: v2.HorizontalPodAutoscalerBehavior) -> str:
    """Write a behavior with Go's names; absent parts are null.

    >>> behavior_text(v2.HorizontalPodAutoscalerBehavior())
    '{"ScaleUp":null,"ScaleDown":null}'
    """
    rules = {"ScaleUp": behavior.scale_up, "ScaleDown": behavior.scale_down}
    return _text({name: _rules(part) for name, part in rules.items()})


def read_behavior(text: str) -> v2.HorizontalPodAutoscalerBehavior | None:
    """Read a behavior; an empty one counts as none, as upstream has it."""
    value = _uncapitalised(_parse(text))
    behavior = _read(v2.HorizontalPodAutoscalerBehavior, value)
    return None if behavior == v2.HorizontalPodAutoscalerBehavior() else behavior


def _rules(rules: v2.HPAScalingRules | None) -> dict[str, Any] | None:
    if rules is None:
        return None
    result: dict[str, Any] = {
        "StabilizationWindowSeconds": rules.stabilization_window_seconds,
        "SelectPolicy": rules.select_policy,
        "Policies": rules.policies
        if rules.policies is None
        else [
            {
                "Type": policy.type,
                "Value": policy.value,
                "PeriodSeconds": policy.period_seconds,
            }
            for policy in rules.policies
        ],
    }
    if rules.tolerance is not None:
        result["Tolerance"] = str(rules.tolerance)
    return result


def _uncapitalised(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key[:1].lower() + key[1:]: _uncapitalised(part)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_uncapitalised(item) for item in value]
    return value


def _text(value: Any) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.translate(_ESCAPED)


def _parse(text: str) -> Any:
    """Parse JSON; a text that is none becomes a text, which no model accepts."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _read(model: type[M], value: Any) -> M | None:
    result, problems = decode(model, value)
    readable = all(problem.kind == "unknown" for problem in problems)
    return result if readable else None


def _read_list(model: type[M], text: str) -> tuple[M, ...] | None:
    values = _parse(text)
    if not isinstance(values, list):
        return () if values is None else None
    results = [_read(model, value) for value in values]
    found = tuple(result for result in results if result is not None)
    return found if len(found) == len(results) else None
