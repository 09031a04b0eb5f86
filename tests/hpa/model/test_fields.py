"""The fields of every model class: the API's, by name and in the API's order."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from hpa.model import meta, metrics, status, v1, v2, v2beta1, v2beta2
from hpa.model.codec import keys_of

_SOURCES = "type object pods resource containerResource external"
_RULES = "stabilizationWindowSeconds selectPolicy policies"
_STATUS = (
    "observedGeneration lastScaleTime currentReplicas desiredReplicas "
    "currentMetrics conditions"
)
_SPEC = "scaleTargetRef minReplicas maxReplicas metrics behavior"

FIELDS: list[tuple[type[Any], str]] = [
    (meta.CrossVersionObjectReference, "kind name apiVersion"),
    (meta.LabelSelector, "matchLabels matchExpressions"),
    (meta.LabelSelectorRequirement, "key operator values"),
    (
        meta.OwnerReference,
        "apiVersion kind name uid controller blockOwnerDeletion",
    ),
    (
        meta.ObjectMeta,
        (
            "name generateName namespace selfLink uid resourceVersion generation "
            "creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels "
            "annotations ownerReferences finalizers clusterName managedFields"
        ),
    ),
    (metrics.MetricSpec, _SOURCES),
    (metrics.MetricIdentifier, "name selector"),
    (metrics.MetricTarget, "type value averageValue averageUtilization"),
    (metrics.ObjectMetricSource, "describedObject target metric"),
    (metrics.PodsMetricSource, "metric target"),
    (metrics.ResourceMetricSource, "name target"),
    (metrics.ContainerResourceMetricSource, "name target container"),
    (metrics.ExternalMetricSource, "metric target"),
    (status.MetricStatus, _SOURCES),
    (status.MetricValueStatus, "value averageValue averageUtilization"),
    (status.ObjectMetricStatus, "metric current describedObject"),
    (status.PodsMetricStatus, "metric current"),
    (status.ResourceMetricStatus, "name current"),
    (status.ContainerResourceMetricStatus, "name current container"),
    (status.ExternalMetricStatus, "metric current"),
    (
        status.HorizontalPodAutoscalerCondition,
        "type status lastTransitionTime reason message",
    ),
    (status.HorizontalPodAutoscalerStatus, _STATUS),
    (v2beta2.HPAScalingPolicy, "type value periodSeconds"),
    (v2beta2.HPAScalingRules, _RULES),
    (v2beta2.HorizontalPodAutoscalerBehavior, "scaleUp scaleDown"),
    (v2beta2.HorizontalPodAutoscalerSpec, _SPEC),
    (v2beta2.HorizontalPodAutoscaler, "metadata spec status"),
    (v2.HPAScalingRules, f"{_RULES} tolerance"),
    (v2.HorizontalPodAutoscalerBehavior, "scaleUp scaleDown"),
    (v2.HorizontalPodAutoscalerSpec, _SPEC),
    (v2.HorizontalPodAutoscaler, "metadata spec status"),
    (
        v1.HorizontalPodAutoscalerSpec,
        "scaleTargetRef minReplicas maxReplicas targetCPUUtilizationPercentage",
    ),
    (
        v1.HorizontalPodAutoscalerStatus,
        (
            "observedGeneration lastScaleTime currentReplicas desiredReplicas "
            "currentCPUUtilizationPercentage"
        ),
    ),
    (v1.HorizontalPodAutoscaler, "metadata spec status"),
    (v2beta1.MetricSpec, _SOURCES),
    (
        v2beta1.ObjectMetricSource,
        "target metricName targetValue selector averageValue",
    ),
    (v2beta1.PodsMetricSource, "metricName targetAverageValue selector"),
    (
        v2beta1.ResourceMetricSource,
        "name targetAverageUtilization targetAverageValue",
    ),
    (
        v2beta1.ContainerResourceMetricSource,
        "name targetAverageUtilization targetAverageValue container",
    ),
    (
        v2beta1.ExternalMetricSource,
        "metricName metricSelector targetValue targetAverageValue",
    ),
    (v2beta1.MetricStatus, _SOURCES),
    (
        v2beta1.ObjectMetricStatus,
        "target metricName currentValue selector averageValue",
    ),
    (v2beta1.PodsMetricStatus, "metricName currentAverageValue selector"),
    (
        v2beta1.ResourceMetricStatus,
        "name currentAverageUtilization currentAverageValue",
    ),
    (
        v2beta1.ContainerResourceMetricStatus,
        "name currentAverageUtilization currentAverageValue container",
    ),
    (
        v2beta1.ExternalMetricStatus,
        "metricName metricSelector currentValue currentAverageValue",
    ),
    (
        v2beta1.HorizontalPodAutoscalerSpec,
        "scaleTargetRef minReplicas maxReplicas metrics",
    ),
    (v2beta1.HorizontalPodAutoscalerStatus, _STATUS),
    (v2beta1.HorizontalPodAutoscaler, "metadata spec status"),
]


@pytest.mark.parametrize(
    ("model", "fields"),
    FIELDS,
    ids=[f"{row[0].__module__}.{row[0].__name__}" for row in FIELDS],
)
def test_a_class_has_the_fields_of_the_api_in_its_order(
    model: type[Any], fields: str
) -> None:
    assert keys_of(model) == tuple(fields.split())


@pytest.mark.parametrize(
    "model",
    [row[0] for row in FIELDS],
    ids=[f"{row[0].__module__}.{row[0].__name__}" for row in FIELDS],
)
def test_a_class_is_frozen_and_everything_in_it_may_be_left_out(
    model: type[Any],
) -> None:
    empty = model()
    assert empty == model()
    first = dataclasses.fields(model)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(empty, first, 1)
