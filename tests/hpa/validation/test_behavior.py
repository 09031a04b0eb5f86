"""The rules for scaling behavior."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hpa.model import v2
from hpa.model.v2beta2 import HPAScalingPolicy
from hpa.validation.behavior import behavior_errors
from octoscale.core.quantity import Quantity

POLICY = HPAScalingPolicy(type="Pods", value=1, period_seconds=60)
RULES = v2.HPAScalingRules(policies=(POLICY,))

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("fine", {}, []),
    ("window 0", {"stabilization_window_seconds": 0}, []),
    ("window 3600", {"stabilization_window_seconds": 3600}, []),
    (
        "window -1",
        {"stabilization_window_seconds": -1},
        ["stabilizationWindowSeconds"],
    ),
    (
        "window 3601",
        {"stabilization_window_seconds": 3601},
        ["stabilizationWindowSeconds"],
    ),
    ("select", {"select_policy": "Disabled"}, []),
    ("empty select", {"select_policy": ""}, ["selectPolicy"]),
    ("lower select", {"select_policy": "max"}, ["selectPolicy"]),
    ("no policies", {"policies": ()}, ["policies"]),
    ("absent policies", {"policies": None}, ["policies"]),
    ("tolerance", {"tolerance": Quantity.parse("0")}, []),
    ("negative tolerance", {"tolerance": Quantity.parse("-1m")}, ["tolerance"]),
    (
        "empty policy",
        {"policies": (POLICY, HPAScalingPolicy())},
        ["policies[1].type", "policies[1].value", "policies[1].periodSeconds"],
    ),
    (
        "long period",
        {"policies": (replace(POLICY, period_seconds=1801),)},
        ["policies[0].periodSeconds"],
    ),
    ("longest period", {"policies": (replace(POLICY, period_seconds=1800),)}, []),
    ("percent", {"policies": (replace(POLICY, type="Percent", value=900),)}, []),
]


@pytest.mark.parametrize("direction", ["scaleUp", "scaleDown"])
@pytest.mark.parametrize(
    ("parts", "fields"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_broken_rule_names_its_field(
    direction: str, parts: dict[str, Any], fields: list[str]
) -> None:
    rules: v2.HPAScalingRules = replace(RULES, **parts)
    behavior = v2.HorizontalPodAutoscalerBehavior(
        scale_up=rules if direction == "scaleUp" else None,
        scale_down=rules if direction == "scaleDown" else None,
    )
    found = [error.field for error in behavior_errors(behavior, "b")]
    assert found == [f"b.{direction}.{field}" for field in fields]


def test_an_absent_behavior_breaks_no_rule() -> None:
    assert list(behavior_errors(None, "b")) == []
