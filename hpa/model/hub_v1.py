"""The older versions to v2 and back: v1 with its annotations, and v2beta1.

As upstream's conversions do it, byte for byte in the annotations. The shapes of
single metric sources are converted in ``hpa.model.legacy``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from hpa.model import roundtrip, v1, v2, v2beta1
from hpa.model.legacy import newer, older
from hpa.model.legacy_status import newer_status, older_status
from hpa.model.metrics import MetricSpec, MetricTarget, ResourceMetricSource
from hpa.model.status import (
    HorizontalPodAutoscalerStatus,
    MetricStatus,
    MetricValueStatus,
    ResourceMetricStatus,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hpa.model.meta import ObjectMeta

T = TypeVar("T")

DEFAULT_CPU_UTILIZATION = 80
"""Percent; what an HPA without any metric is held at."""


def cpu_metric(utilization: int) -> MetricSpec:
    """Build the Resource source that a cpu percentage stands for."""
    target = MetricTarget(type="Utilization", average_utilization=utilization)
    source = ResourceMetricSource(name="cpu", target=target)
    return MetricSpec(type="Resource", resource=source)


def stored_order(metrics: Sequence[MetricSpec]) -> tuple[int, ...]:
    """Tell where the metrics that come back from v1 stood before.

    All others come first and the first cpu utilization last; a second cpu
    utilization does not come back.

    >>> pods = MetricSpec(type="Pods")
    >>> stored_order([cpu_metric(70), pods, cpu_metric(50)])
    (1, 0)
    """
    cpu = [index for index, metric in enumerate(metrics) if _is_cpu(metric)]
    others = [index for index, metric in enumerate(metrics) if not _is_cpu(metric)]
    return (*others, *cpu[:1])


def v1_from_v2(hub: v2.HorizontalPodAutoscaler) -> v1.HorizontalPodAutoscaler:
    """Put the first cpu utilization into its field and the rest into annotations."""
    utilizations = [
        metric.resource.target.average_utilization
        for metric in hub.spec.metrics
        if _is_cpu(metric) and metric.resource
    ]
    return v1.HorizontalPodAutoscaler(
        metadata=_annotated(hub.metadata, _notes(hub)),
        spec=v1.HorizontalPodAutoscalerSpec(
            scale_target_ref=hub.spec.scale_target_ref,
            min_replicas=hub.spec.min_replicas,
            max_replicas=hub.spec.max_replicas,
            target_cpu_utilization_percentage=next(iter(utilizations), None),
        ),
        status=None if hub.status is None else _v1_status(hub.status),
    )


def v2_from_v1(hpa: v1.HorizontalPodAutoscaler) -> v2.HorizontalPodAutoscaler:
    """Collect metrics, behavior and status from the fields and the annotations.

    Without any metric the implied cpu target becomes explicit.
    """
    notes = hpa.metadata.annotations
    percentage = hpa.spec.target_cpu_utilization_percentage
    metrics = _noted(roundtrip.read_metrics, notes, roundtrip.METRICS) or ()
    if percentage is not None:
        metrics = (*metrics, cpu_metric(percentage))
    return v2.HorizontalPodAutoscaler(
        metadata=_annotated(hpa.metadata, {}),
        spec=v2.HorizontalPodAutoscalerSpec(
            scale_target_ref=hpa.spec.scale_target_ref,
            min_replicas=hpa.spec.min_replicas,
            max_replicas=hpa.spec.max_replicas,
            metrics=metrics or (cpu_metric(DEFAULT_CPU_UTILIZATION),),
            behavior=_noted(roundtrip.read_behavior, notes, roundtrip.BEHAVIOR),
        ),
        status=_v2_status(hpa),
    )


def v2beta1_from_v2(hub: v2.HorizontalPodAutoscaler) -> v2beta1.HorizontalPodAutoscaler:
    """Write all metrics in the older shape and the behavior into its annotation."""
    notes = {}
    if hub.spec.behavior:
        notes[roundtrip.BEHAVIOR] = roundtrip.behavior_text(hub.spec.behavior)
    return v2beta1.HorizontalPodAutoscaler(
        metadata=_annotated(hub.metadata, notes),
        spec=v2beta1.HorizontalPodAutoscalerSpec(
            scale_target_ref=hub.spec.scale_target_ref,
            min_replicas=hub.spec.min_replicas,
            max_replicas=hub.spec.max_replicas,
            metrics=tuple(older(metric) for metric in hub.spec.metrics),
        ),
        status=None if hub.status is None else _v2beta1_status(hub.status),
    )


def v2_from_v2beta1(hpa: v2beta1.HorizontalPodAutoscaler) -> v2.HorizontalPodAutoscaler:
    """Read the metrics from the older shape and the behavior from its annotation."""
    notes = hpa.metadata.annotations
    return v2.HorizontalPodAutoscaler(
        metadata=_annotated(hpa.metadata, {}),
        spec=v2.HorizontalPodAutoscalerSpec(
            scale_target_ref=hpa.spec.scale_target_ref,
            min_replicas=hpa.spec.min_replicas,
            max_replicas=hpa.spec.max_replicas,
            metrics=tuple(newer(metric) for metric in hpa.spec.metrics),
            behavior=_noted(roundtrip.read_behavior, notes, roundtrip.BEHAVIOR),
        ),
        status=None if hpa.status is None else _from_v2beta1_status(hpa.status),
    )


def _is_cpu(metric: MetricSpec) -> bool:
    source = metric.resource if metric.type == "Resource" else None
    return (
        source is not None
        and source.name == "cpu"
        and source.target.average_utilization is not None
    )


def _notes(hub: v2.HorizontalPodAutoscaler) -> dict[str, str]:
    """Write the annotations that v1 needs; none for what is empty."""
    others = [metric for metric in hub.spec.metrics if not _is_cpu(metric)]
    status = hub.status or HorizontalPodAutoscalerStatus()
    notes = {}
    if others:
        notes[roundtrip.METRICS] = roundtrip.metrics_text(others)
    if status.current_metrics:
        text = roundtrip.statuses_text(status.current_metrics)
        notes[roundtrip.CURRENT_METRICS] = text
    if status.conditions:
        text = roundtrip.conditions_text(status.conditions)
        notes[roundtrip.CONDITIONS] = text
    if hub.spec.behavior:
        notes[roundtrip.BEHAVIOR] = roundtrip.behavior_text(hub.spec.behavior)
    return notes


def _annotated(metadata: ObjectMeta, notes: Mapping[str, str]) -> ObjectMeta:
    """Replace all annotations of ours by *notes*."""
    kept = roundtrip.stripped(metadata.annotations)
    return replace(metadata, annotations={**kept, **notes})


def _noted(
    read: Callable[[str], T | None], notes: Mapping[str, str], name: str
) -> T | None:
    return read(notes[name]) if name in notes else None


def _v1_status(
    status: HorizontalPodAutoscalerStatus,
) -> v1.HorizontalPodAutoscalerStatus:
    percentages = [
        metric.resource.current.average_utilization
        for metric in status.current_metrics
        if metric.type == "Resource"
        and metric.resource
        and metric.resource.name == "cpu"
        and metric.resource.current.average_utilization is not None
    ]
    return v1.HorizontalPodAutoscalerStatus(
        observed_generation=status.observed_generation,
        last_scale_time=status.last_scale_time,
        current_replicas=status.current_replicas,
        desired_replicas=status.desired_replicas,
        # Upstream goes on after the first one, so the last one stays.
        current_cpu_utilization_percentage=percentages[-1] if percentages else None,
    )


def _v2beta1_status(
    status: HorizontalPodAutoscalerStatus,
) -> v2beta1.HorizontalPodAutoscalerStatus:
    return v2beta1.HorizontalPodAutoscalerStatus(
        observed_generation=status.observed_generation,
        last_scale_time=status.last_scale_time,
        current_replicas=status.current_replicas,
        desired_replicas=status.desired_replicas,
        current_metrics=tuple(map(older_status, status.current_metrics)),
        conditions=status.conditions,
    )


def _from_v2beta1_status(
    status: v2beta1.HorizontalPodAutoscalerStatus,
) -> HorizontalPodAutoscalerStatus:
    return HorizontalPodAutoscalerStatus(
        observed_generation=status.observed_generation,
        last_scale_time=status.last_scale_time,
        current_replicas=status.current_replicas,
        desired_replicas=status.desired_replicas,
        current_metrics=tuple(map(newer_status, status.current_metrics)),
        conditions=status.conditions,
    )


def _v2_status(hpa: v1.HorizontalPodAutoscaler) -> HorizontalPodAutoscalerStatus | None:
    notes = hpa.metadata.annotations
    noted = _noted(roundtrip.read_statuses, notes, roundtrip.CURRENT_METRICS)
    conditions = _noted(roundtrip.read_conditions, notes, roundtrip.CONDITIONS)
    if hpa.status is None and not noted and not conditions:
        return None
    status = hpa.status or v1.HorizontalPodAutoscalerStatus()
    percentage = status.current_cpu_utilization_percentage
    return HorizontalPodAutoscalerStatus(
        observed_generation=status.observed_generation,
        last_scale_time=status.last_scale_time,
        current_replicas=status.current_replicas,
        desired_replicas=status.desired_replicas,
        current_metrics=_cpu_status(percentage) if noted is None else noted,
        conditions=conditions or (),
    )


def _cpu_status(percentage: int | None) -> tuple[MetricStatus, ...]:
    if percentage is None:
        return ()
    current = MetricValueStatus(average_utilization=percentage)
    source = ResourceMetricStatus(name="cpu", current=current)
    return (MetricStatus(type="Resource", resource=source),)
