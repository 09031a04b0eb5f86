"""Conversion between versions: what arrives, and that nothing is lost silently."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.model import v1, v2, v2beta2
from hpa.model.convert import convert
from hpa.model.hub_v1 import cpu_metric
from hpa.model.meta import ObjectMeta
from hpa.model.metrics import MetricSpec, MetricTarget, PodsMetricSource
from hpa.model.objects import Version, version_of
from hpa.model.roundtrip import BEHAVIOR
from octoscale.core.quantity import Quantity
from tests.hpa.strategies import V2_RULES, VALID

PODS = MetricSpec(
    type="Pods",
    pods=PodsMetricSource(
        target=MetricTarget(type="AverageValue", average_value=Quantity.parse("5"))
    ),
)


def with_metrics(*metrics: MetricSpec) -> v2beta2.HorizontalPodAutoscaler:
    return v2beta2.HorizontalPodAutoscaler(
        spec=v2beta2.HorizontalPodAutoscalerSpec(metrics=metrics, max_replicas=3)
    )


@given(VALID)
def test_v2beta2_to_v2_and_back_is_the_same(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> None:
    there = convert(hpa, "v2")
    assert there.losses == ()
    assert convert(there.result, "v2beta2").result == hpa


@given(VALID, st.sampled_from(["v1", "v2", "v2beta2", "v2beta1"]))
def test_no_report_means_that_coming_back_gives_the_same(
    hpa: v2beta2.HorizontalPodAutoscaler, to: Version
) -> None:
    there = convert(hpa, to)
    assert version_of(there.result) == to
    back = convert(there.result, "v2beta2").result
    assert (back == hpa) == (there.losses == ())


@given(V2_RULES)
def test_a_tolerance_is_reported_as_lost_everywhere_but_in_v2(
    rules: v2.HPAScalingRules,
) -> None:
    behavior = v2.HorizontalPodAutoscalerBehavior(scale_down=rules)
    spec = v2.HorizontalPodAutoscalerSpec(behavior=behavior, metrics=(PODS,))
    lost = convert(v2.HorizontalPodAutoscaler(spec=spec), "v2beta2").losses
    assert bool(lost) == (rules.tolerance is not None)
    assert all(loss.path.endswith("scaleDown.tolerance") for loss in lost)


def test_the_same_version_is_left_alone() -> None:
    hpa = with_metrics(PODS)
    assert convert(hpa, "v2beta2").result is hpa


def test_a_second_cpu_utilization_is_lost_in_v1_and_the_order_changes() -> None:
    hpa = with_metrics(cpu_metric(70), PODS, cpu_metric(50))
    conversion = convert(hpa, "v1")
    changes = [(loss.path, loss.change) for loss in conversion.losses]
    assert changes == [
        ("spec.metrics[2]", "dropped"),
        ("spec.metrics", "reordered"),
    ]
    assert conversion.result.spec.target_cpu_utilization_percentage == 70


def test_a_target_type_that_v1_rewrites_is_reported() -> None:
    odd = MetricSpec(
        type="Pods", pods=PodsMetricSource(target=MetricTarget(type="Value"))
    )
    changes = {
        loss.path: loss.change for loss in convert(with_metrics(odd), "v1").losses
    }
    assert changes == {
        "spec.metrics[0].pods.target.type": "changed",
        "spec.metrics[0].pods.target.averageValue": "added",
    }


def test_an_implied_cpu_target_becomes_explicit_and_is_reported() -> None:
    conversion = convert(v1.HorizontalPodAutoscaler(), "v2")
    assert conversion.result.spec.metrics == (cpu_metric(80),)
    assert [(loss.path, loss.change) for loss in conversion.losses] == [
        ("spec.targetCPUUtilizationPercentage", "added")
    ]


def test_leftover_annotations_of_v1_are_dropped_and_reported() -> None:
    metadata = ObjectMeta(annotations={BEHAVIOR: '{"ScaleUp":null}', "mine": "x"})
    hpa = replace(with_metrics(PODS), metadata=metadata)
    conversion = convert(hpa, "v2")
    assert conversion.result.metadata.annotations == {"mine": "x"}
    assert [loss.path for loss in conversion.losses] == [
        f"metadata.annotations.{BEHAVIOR}"
    ]


@pytest.mark.parametrize("to", ["v1", "v2"])
def test_an_absent_status_stays_absent(to: Version) -> None:
    assert convert(with_metrics(PODS), to).result.status is None
