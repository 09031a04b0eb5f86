"""The older versions: v1 with its annotations, and v2beta1."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from hpa.model import v1, v2, v2beta1, v2beta2
from hpa.model.hub import from_v2, to_v2
from hpa.model.hub_v1 import (
    cpu_metric,
    stored_order,
    v1_from_v2,
    v2_from_v1,
    v2_from_v2beta1,
    v2beta1_from_v2,
)
from hpa.model.legacy import newer, older
from hpa.model.meta import ObjectMeta
from hpa.model.metrics import MetricSpec, ResourceMetricSource
from hpa.model.roundtrip import BEHAVIOR, CONDITIONS, CURRENT_METRICS, METRICS
from hpa.model.status import (
    HorizontalPodAutoscalerCondition,
    HorizontalPodAutoscalerStatus,
    MetricStatus,
    MetricValueStatus,
    ResourceMetricStatus,
)
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import VALID

STATUS = HorizontalPodAutoscalerStatus(
    observed_generation=3,
    last_scale_time="2021-05-30T08:00:00Z",
    current_replicas=3,
    desired_replicas=4,
    current_metrics=(
        MetricStatus(
            type="Resource",
            resource=ResourceMetricStatus(
                name="cpu",
                current=MetricValueStatus(
                    average_value=Quantity.parse("150m"), average_utilization=75
                ),
            ),
        ),
    ),
    conditions=(HorizontalPodAutoscalerCondition(type="AbleToScale", status="True"),),
)


def noted(**notes: str) -> v1.HorizontalPodAutoscaler:
    names = {"metrics": METRICS, "behavior": BEHAVIOR, "current": CURRENT_METRICS}
    annotations = {names[name]: text for name, text in notes.items()}
    return v1.HorizontalPodAutoscaler(metadata=ObjectMeta(annotations=annotations))


@given(VALID)
def test_through_v1_the_metrics_come_back_in_the_stored_order(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> None:
    hub = to_v2(hpa)
    back = v2_from_v1(v1_from_v2(hub))
    expected = [
        newer(older(hub.spec.metrics[i])) for i in stored_order(hub.spec.metrics)
    ]
    assert list(back.spec.metrics) == (expected or [cpu_metric(80)])
    behavior = hub.spec.behavior
    empty = v2.HorizontalPodAutoscalerBehavior()
    assert back.spec.behavior == (None if behavior == empty else behavior)
    assert back.metadata == hub.metadata


@given(VALID)
def test_through_v2beta1_the_metrics_keep_their_order(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> None:
    hub = to_v2(hpa)
    back = v2_from_v2beta1(v2beta1_from_v2(hub))
    assert back.spec.metrics == tuple(newer(older(one)) for one in hub.spec.metrics)


def test_the_status_goes_through_v1_and_v2beta1() -> None:
    hub = v2.HorizontalPodAutoscaler(status=STATUS)
    stored = v1_from_v2(hub)
    assert stored.status == v1.HorizontalPodAutoscalerStatus(
        observed_generation=3,
        last_scale_time="2021-05-30T08:00:00Z",
        current_replicas=3,
        desired_replicas=4,
        current_cpu_utilization_percentage=75,
    )
    assert set(stored.metadata.annotations) == {CURRENT_METRICS, CONDITIONS}
    assert v2_from_v1(stored).status == STATUS
    assert v2_from_v2beta1(v2beta1_from_v2(hub)).status == STATUS


def test_a_cpu_percentage_alone_becomes_a_metric_status() -> None:
    status = v1.HorizontalPodAutoscalerStatus(current_cpu_utilization_percentage=40)
    back = v2_from_v1(v1.HorizontalPodAutoscaler(status=status)).status
    assert back is not None
    (metric,) = back.current_metrics
    assert metric.resource == ResourceMetricStatus(
        name="cpu", current=MetricValueStatus(average_utilization=40)
    )


@pytest.mark.parametrize("text", ["no json", "{}", '[{"type":1}]', "[" * 100_000])
def test_an_unreadable_annotation_counts_as_absent(text: str) -> None:
    hpa = replace(
        noted(metrics=text),
        spec=v1.HorizontalPodAutoscalerSpec(target_cpu_utilization_percentage=50),
    )
    back = v2_from_v1(hpa)
    assert back.spec.metrics == (cpu_metric(50),)
    assert back.metadata.annotations == {}


def test_noted_metrics_come_before_the_cpu_percentage() -> None:
    text = (
        '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}}]'
    )
    hpa = replace(
        noted(metrics=text),
        spec=v1.HorizontalPodAutoscalerSpec(target_cpu_utilization_percentage=50),
    )
    metrics = v2_from_v1(hpa).spec.metrics
    assert [metric.resource.name for metric in metrics if metric.resource] == [
        "memory",
        "cpu",
    ]


def test_only_a_utilization_of_cpu_is_the_cpu_percentage() -> None:
    memory = MetricSpec(type="Resource", resource=ResourceMetricSource(name="memory"))
    wrong_type = replace(cpu_metric(70), type="Pods")
    assert stored_order([memory, wrong_type, cpu_metric(1), cpu_metric(2)]) == (0, 1, 2)


def test_every_version_passes_the_hub_unchanged() -> None:
    behavior = noted(behavior='{"ScaleUp":{"SelectPolicy":"Min","Policies":null}}')
    hub = to_v2(behavior)
    assert hub.spec.behavior == v2.HorizontalPodAutoscalerBehavior(
        scale_up=v2.HPAScalingRules(select_policy="Min")
    )
    old = from_v2(hub, "v2beta1")
    assert isinstance(old, v2beta1.HorizontalPodAutoscaler)
    assert to_v2(old) == hub
    assert from_v2(hub, "v2") is hub
