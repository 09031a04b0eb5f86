"""From an API object to what the algorithm follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from hpa.algorithm import types as algorithm
from hpa.behavior import behavior, pods, rules
from hpa.builders import (
    autoscaler,
    container_resource_metric,
    external_metric,
    object_metric,
    pods_metric,
    resource_metric,
)
from hpa.model import v1, v2
from hpa.model.hub_v1 import cpu_metric
from hpa.model.meta import CrossVersionObjectReference
from hpa.model.metrics import (
    ExternalMetricSource,
    MetricSpec,
    MetricTarget,
    ObjectMetricSource,
    PodsMetricSource,
    ResourceMetricSource,
)
from hpa.spec import decision_spec
from octoscale.core.errors import InputError
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import VALID

if TYPE_CHECKING:
    from hpa.model import v2beta2

SERVICE = CrossVersionObjectReference(kind="Service", name="web", api_version="v1")
FIVE = Quantity.parse("5")

METRICS = [
    (
        pods_metric("rps", average_value=0.5, selector={"verb": "GET"}),
        algorithm.PodsMetric(name="rps", average_value_milli=500, selector="verb=GET"),
    ),
    (
        object_metric("rps", SERVICE, value="2k"),
        algorithm.ObjectMetric(
            name="rps",
            described_object=algorithm.ObjectReference(
                kind="Service", name="web", api_version="v1"
            ),
            target_type="Value",
            value_milli=2_000_000,
        ),
    ),
    (
        external_metric("queue", average_value=30),
        algorithm.ExternalMetric(name="queue", average_value_milli=30_000),
    ),
    (
        resource_metric("cpu", average_utilization=70),
        algorithm.ResourceMetric(name="cpu", average_utilization=70),
    ),
    (
        container_resource_metric("memory", "app", average_value="1Ki"),
        algorithm.ContainerResourceMetric(
            name="memory", container="app", average_value_milli=1_024_000
        ),
    ),
    (MetricSpec(type="Custom"), algorithm.UnknownMetric(type="Custom")),
]


def spec_of(*metrics: MetricSpec) -> algorithm.Spec:
    spec = v2.HorizontalPodAutoscalerSpec(max_replicas=8, metrics=metrics)
    return decision_spec(v2.HorizontalPodAutoscaler(spec=spec))


@pytest.mark.parametrize(
    ("metric", "expected"), METRICS, ids=[metric.type for metric, _ in METRICS]
)
def test_every_source_becomes_milli_units(
    metric: MetricSpec, expected: algorithm.MetricSpec
) -> None:
    assert spec_of(metric).metrics == (expected,)


@given(VALID)
def test_every_valid_object_can_be_followed(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> None:
    spec = decision_spec(hpa)
    assert spec.min_replicas >= 1
    assert spec.metrics
    assert (spec.behavior is None) == (hpa.spec.behavior is None)


def test_defaults_are_filled_in_for_every_version() -> None:
    expected = algorithm.Spec(
        max_replicas=0,
        metrics=(algorithm.ResourceMetric(name="cpu", average_utilization=80),),
    )
    assert decision_spec(v1.HorizontalPodAutoscaler()) == expected
    assert decision_spec(v2.HorizontalPodAutoscaler()) == expected


def test_an_empty_behavior_has_the_defaults_and_leaves_the_window_to_the_flag() -> None:
    hpa = autoscaler(
        "deployment/web", [cpu_metric(50)], max_replicas=3, behavior=behavior()
    )
    assert decision_spec(hpa).behavior == algorithm.Behavior(
        scale_up=algorithm.ScalingRules(
            stabilization_window_seconds=0,
            policies=(
                algorithm.ScalingPolicy(type="Pods", value=4, period_seconds=15),
                algorithm.ScalingPolicy(type="Percent", value=100, period_seconds=15),
            ),
        ),
        scale_down=algorithm.ScalingRules(
            policies=(
                algorithm.ScalingPolicy(type="Percent", value=100, period_seconds=15),
            ),
        ),
    )


def test_given_rules_are_followed() -> None:
    down = rules(pods(1, per="10m"), window="5m", select="Min")
    hpa = autoscaler(
        "deployment/web",
        [cpu_metric(50)],
        max_replicas=3,
        behavior=behavior(scale_down=down),
    )
    followed = decision_spec(hpa).behavior
    assert followed is not None
    assert followed.scale_down == algorithm.ScalingRules(
        stabilization_window_seconds=300,
        select_policy="Min",
        policies=(algorithm.ScalingPolicy(type="Pods", value=1, period_seconds=600),),
    )


def test_a_tolerance_is_a_ratio() -> None:
    up = v2.HPAScalingRules(tolerance=Quantity.parse("50m"))
    spec = v2.HorizontalPodAutoscalerSpec(
        behavior=v2.HorizontalPodAutoscalerBehavior(scale_up=up)
    )
    followed = decision_spec(v2.HorizontalPodAutoscaler(spec=spec)).behavior
    assert followed is not None
    assert followed.scale_up.tolerance == 0.05
    assert followed.scale_down.tolerance is None


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        (MetricTarget(type="AverageValue", value=FIVE), "Value"),
        (MetricTarget(type="Value", average_value=FIVE), "AverageValue"),
        (MetricTarget(type="Utilization", value=FIVE), "Value"),
        (MetricTarget(type="Value", value=FIVE, average_value=FIVE), "Value"),
    ],
)
def test_an_object_target_whose_type_is_not_set_follows_the_field_that_is(
    target: MetricTarget, kind: str
) -> None:
    source = ObjectMetricSource(described_object=SERVICE, target=target)
    (metric,) = spec_of(MetricSpec(type="Object", object=source)).metrics
    assert isinstance(metric, algorithm.ObjectMetric)
    assert metric.target_type == kind


@pytest.mark.parametrize(
    ("metric", "word"),
    [
        (MetricSpec(type="Pods"), "no such source"),
        (MetricSpec(type="Pods", pods=PodsMetricSource()), "no averageValue"),
        (MetricSpec(type="Object", object=ObjectMetricSource()), "no value"),
        (MetricSpec(type="External", external=ExternalMetricSource()), "no value"),
        (MetricSpec(type="Resource", resource=ResourceMetricSource()), "neither"),
    ],
    ids=["source", "pods", "object", "external", "resource"],
)
def test_what_no_api_server_accepts_is_refused(metric: MetricSpec, word: str) -> None:
    with pytest.raises(InputError, match=rf"spec\.metrics\[0\].*{word}"):
        spec_of(metric)
