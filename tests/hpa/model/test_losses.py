"""The report of a conversion: every difference, once, with its path."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hpa.model import v2
from hpa.model.hub_v1 import cpu_metric
from hpa.model.losses import Loss, losses
from hpa.model.meta import ObjectMeta
from hpa.model.roundtrip import BEHAVIOR
from hpa.model.v2beta2 import HPAScalingPolicy

RULES = v2.HPAScalingRules(policies=(HPAScalingPolicy(type="Pods", value=1),))


def spec(**parts: Any) -> v2.HorizontalPodAutoscaler:
    return v2.HorizontalPodAutoscaler(spec=v2.HorizontalPodAutoscalerSpec(**parts))


def with_rules(rules: v2.HPAScalingRules) -> v2.HorizontalPodAutoscaler:
    return spec(behavior=v2.HorizontalPodAutoscalerBehavior(scale_up=rules))


CASES = [
    ("same", spec(), spec(), []),
    (
        "changed",
        spec(max_replicas=1),
        spec(max_replicas=2),
        ["spec.maxReplicas: changed from 1 to 2"],
    ),
    ("dropped", spec(min_replicas=1), spec(), ["spec.minReplicas: dropped 1"]),
    ("added", spec(), spec(min_replicas=1), ["spec.minReplicas: added 1"]),
    (
        "list item dropped",
        with_rules(RULES),
        with_rules(replace(RULES, policies=())),
        [
            (
                "spec.behavior.scaleUp.policies[0]: dropped "
                "{'type': 'Pods', 'value': 1, 'periodSeconds': 0}"
            )
        ],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "lines"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_difference_is_one_line_with_its_path(
    before: v2.HorizontalPodAutoscaler,
    after: v2.HorizontalPodAutoscaler,
    lines: list[str],
) -> None:
    assert [str(loss) for loss in losses(before, after, [])] == lines


def test_metrics_are_compared_with_what_became_of_them() -> None:
    before = spec(metrics=(cpu_metric(1), cpu_metric(2), cpu_metric(3)))
    after = spec(metrics=(cpu_metric(3), cpu_metric(9), cpu_metric(5)))
    found = losses(before, after, [2, 0])
    path = "spec.metrics[0].resource.target.averageUtilization"
    assert [(loss.path, loss.change) for loss in found] == [
        (path, "changed"),
        ("spec.metrics[1]", "dropped"),
        ("spec.metrics[2]", "added"),
        ("spec.metrics", "reordered"),
    ]
    assert found[0] == Loss(path, "changed", 1, 9)


def test_our_annotations_are_compared_by_what_they_say() -> None:
    def noted(text: str) -> v2.HorizontalPodAutoscaler:
        return v2.HorizontalPodAutoscaler(
            metadata=ObjectMeta(annotations={BEHAVIOR: text})
        )

    assert losses(noted('{"a": 1}'), noted('{"a":1}'), []) == ()
    assert len(losses(noted("{"), noted("{}"), [])) == 1
