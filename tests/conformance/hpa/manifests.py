"""From a recorded v2beta2 manifest to the spec that the algorithm follows.

For the recordings only, defaults of the API included.
"""

from __future__ import annotations

from typing import Any

from hpa.algorithm.types import (
    Behavior,
    ContainerResourceMetric,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
    ScalingPolicy,
    ScalingRules,
    Spec,
    UnknownMetric,
)
from octoscale.core.quantity import Quantity

Case = dict[str, Any]

_UP = {
    "stabilizationWindowSeconds": 0,
    "selectPolicy": "Max",
    "policies": [
        {"type": "Pods", "value": 4, "periodSeconds": 15},
        {"type": "Percent", "value": 100, "periodSeconds": 15},
    ],
}
_DOWN = {
    "stabilizationWindowSeconds": None,
    "selectPolicy": "Max",
    "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}],
}
_CPU = {
    "type": "Resource",
    "resource": {
        "name": "cpu",
        "target": {"type": "Utilization", "averageUtilization": 80},
    },
}


def spec_of(manifest: Case) -> Spec:
    """Translate ``spec``, defaulted as the API server does."""
    spec = manifest["spec"]
    minimum = spec.get("minReplicas")
    return Spec(
        min_replicas=1 if minimum is None else minimum,
        max_replicas=spec["maxReplicas"],
        metrics=tuple(_metric(each) for each in spec.get("metrics") or [_CPU]),
        behavior=_behavior(spec.get("behavior")),
    )


def _behavior(given: Case | None) -> Behavior | None:
    if given is None:
        return None
    return Behavior(
        scale_up=_rules(given.get("scaleUp"), _UP),
        scale_down=_rules(given.get("scaleDown"), _DOWN),
    )


def _rules(given: Case | None, defaults: Case) -> ScalingRules:
    own = {name: value for name, value in (given or {}).items() if value is not None}
    rules = defaults | own
    return ScalingRules(
        stabilization_window_seconds=rules["stabilizationWindowSeconds"],
        select_policy=rules["selectPolicy"],
        policies=tuple(
            ScalingPolicy(
                type=each["type"],
                value=each["value"],
                period_seconds=each["periodSeconds"],
            )
            for each in rules["policies"]
        ),
    )


def _metric(given: Case) -> MetricSpec:
    match given["type"]:
        case "Resource":
            source = given["resource"]
            return ResourceMetric(name=source["name"], **_averages(source["target"]))
        case "ContainerResource":
            source = given["containerResource"]
            return ContainerResourceMetric(
                name=source["name"],
                container=source["container"],
                **_averages(source["target"]),
            )
        case "Pods":
            source = given["pods"]
            return PodsMetric(
                name=source["metric"]["name"],
                selector=_selector(source),
                average_value_milli=_milli(source["target"]["averageValue"]),
            )
        case "Object":
            return _object(given["object"])
        case "External":
            source = given["external"]
            target = source["target"]
            return ExternalMetric(
                name=source["metric"]["name"],
                selector=_selector(source),
                value_milli=_optional_milli(target.get("value")),
                average_value_milli=_optional_milli(target.get("averageValue")),
            )
        case other:
            return UnknownMetric(type=other)


def _object(source: Case) -> ObjectMetric:
    target, described = source["target"], source["describedObject"]
    return ObjectMetric(
        name=source["metric"]["name"],
        selector=_selector(source),
        described_object=ObjectReference(
            kind=described["kind"],
            name=described["name"],
            api_version=described.get("apiVersion", ""),
        ),
        target_type=target["type"],
        value_milli=_optional_milli(target.get("value")),
        average_value_milli=_optional_milli(target.get("averageValue")),
    )


def _averages(target: Case) -> Case:
    return {
        "average_utilization": target.get("averageUtilization"),
        "average_value_milli": _optional_milli(target.get("averageValue")),
    }


def _selector(source: Case) -> str:
    labels = (source["metric"].get("selector") or {}).get("matchLabels") or {}
    return ",".join(f"{name}={value}" for name, value in sorted(labels.items()))


def _milli(quantity: str | int) -> int:
    return Quantity.parse(str(quantity)).milli_value


def _optional_milli(quantity: str | int | None) -> int | None:
    return None if quantity is None else _milli(quantity)
