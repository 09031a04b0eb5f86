"""One metric's proposal: which calculator it gets, and what it is called.

The table of upstream's ``computeStatusFor...Metric`` functions. How several
proposals become one recommendation is ``hpa.algorithm.combine``'s.
"""

from __future__ import annotations

from hpa.algorithm.metrics import (
    ContainerResourceMetric,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    PodsMetric,
    ResourceMetric,
)
from hpa.algorithm.observation import (
    ExternalReading,
    Failure,
    ObjectReading,
    PodSample,
    PodsReading,
    Reading,
    ResourceReading,
)
from hpa.algorithm.outcome import MetricStatus, Proposal
from hpa.algorithm.replicas import (
    Calculation,
    Situation,
    average_replicas,
    share_replicas,
    total_replicas,
    utilization_replicas,
)
from hpa.algorithm.samples import pod_samples

_NO_TARGET = "neither a value target nor an average value target was set"


def propose(metric: MetricSpec, reading: Reading, situation: Situation) -> Proposal:
    """Compute what *metric* asks for, given what was read of it.

    Raises ``TypeError`` for a reading of another source type: the caller mixed
    up the order of its readings.
    """
    if isinstance(metric, PodsMetric):
        return _pods(metric, reading, situation)
    if isinstance(metric, ObjectMetric):
        return _object(metric, reading, situation)
    if isinstance(metric, ExternalMetric):
        return _external(metric, reading, situation)
    if isinstance(metric, ResourceMetric | ContainerResourceMetric):
        return _resource(metric, reading, situation)
    message = f"unknown metric source type {metric.type!r}"
    return Proposal(
        name="", replicas=None, reason="InvalidMetricSourceType", message=message
    )


def _pods(metric: PodsMetric, reading: Reading, situation: Situation) -> Proposal:
    name = f"pods metric {metric.name}"
    result: Calculation | Failure
    if isinstance(reading, PodsReading):
        result = (
            average_replicas(reading.samples, metric.average_value_milli, situation)
            if reading.samples
            else Failure("no metrics returned from custom metrics API")
        )
    else:
        result = _failure(reading, metric)
    if isinstance(result, Failure):
        message = f"unable to get metric {metric.name}: {result.message}"
        return _failed(name, "FailedGetPodsMetric", message)
    status = MetricStatus(metric=metric, average_value_milli=result.usage)
    return _proposed(name, result, status)


def _object(metric: ObjectMetric, reading: Reading, situation: Situation) -> Proposal:
    described = metric.described_object
    result: Calculation | Failure
    if not isinstance(reading, ObjectReading):
        result = _failure(reading, metric)
    elif metric.target_type == "Value":
        result = _total(reading.value_milli, metric.value_milli, situation)
    elif metric.target_type == "AverageValue":
        result = _share(reading.value_milli, metric.average_value_milli, situation)
    else:
        result = Failure(_NO_TARGET)
    if isinstance(result, Failure):
        message = (
            f"unable to get metric {metric.name} of {described.kind} "
            f"{described.name}: {result.message}"
        )
        name = f"{described.kind} metric {metric.name}"
        return _failed(name, "FailedGetObjectMetric", message)
    if metric.target_type == "Value":
        status = MetricStatus(metric=metric, value_milli=result.usage)
        return _proposed(f"{described.kind} metric {metric.name}", result, status)
    # Upstream calls the average of an Object metric an external metric.
    name = f"external metric {metric.name}({metric.selector or 'nil'})"
    return _proposed(name, result, _share_status(metric, result, situation))


def _external(
    metric: ExternalMetric, reading: Reading, situation: Situation
) -> Proposal:
    name = f"external metric {metric.name}({metric.selector or 'nil'})"
    by_share = metric.average_value_milli is not None
    result: Calculation | Failure
    if not isinstance(reading, ExternalReading):
        result = _failure(reading, metric)
    elif not reading.values_milli:
        result = Failure("no metrics returned from external metrics API")
    elif by_share:
        total = sum(reading.values_milli)
        result = _share(total, metric.average_value_milli, situation)
    else:
        total = sum(reading.values_milli)
        result = _total(total, metric.value_milli, situation)
    if isinstance(result, Failure):
        message = f"unable to get external metric {metric.name}: {result.message}"
        return _failed(name, "FailedGetExternalMetric", message)
    if by_share:
        return _proposed(name, result, _share_status(metric, result, situation))
    status = MetricStatus(metric=metric, value_milli=result.usage)
    return _proposed(name, result, status)


def _resource(
    metric: ResourceMetric | ContainerResourceMetric,
    reading: Reading,
    situation: Situation,
) -> Proposal:
    in_container = isinstance(metric, ContainerResourceMetric)
    by_average = metric.average_value_milli is not None
    kind = (
        "container resource"
        if in_container and situation.config.switches.container_metric_names
        else "resource"
    )
    name = f"{metric.name} {kind}"
    if not by_average:
        name += " utilization (percentage of request)"
    result = _of_resource(metric, reading, situation)
    if isinstance(result, Failure):
        reason = f"FailedGet{'Container' if in_container else ''}ResourceMetric"
        what = "value" if by_average else "utilization"
        message = f"failed to get {metric.name} {what}: {result.message}"
        return _failed(name, reason, message)
    if by_average:
        status = MetricStatus(metric=metric, average_value_milli=result.usage)
    else:
        status = MetricStatus(
            metric=metric,
            average_value_milli=result.raw_average_milli,
            average_utilization=result.usage,
        )
    return _proposed(name, result, status)


def _of_resource(
    metric: ResourceMetric | ContainerResourceMetric,
    reading: Reading,
    situation: Situation,
) -> Calculation | Failure:
    container = metric.container if isinstance(metric, ContainerResourceMetric) else ""
    if container and situation.config.switches.refuses_container_resource:
        return Failure("ContainerResource metrics are disabled by the feature gate")
    if not isinstance(reading, ResourceReading):
        return _failure(reading, metric)
    if not reading.usages:
        return Failure("no metrics returned from resource metrics API")
    samples = pod_samples(reading.usages, metric.name, container)
    if isinstance(samples, Failure):
        return samples
    return _of_samples(metric, samples, container, situation)


def _of_samples(
    metric: ResourceMetric | ContainerResourceMetric,
    samples: tuple[PodSample, ...],
    container: str,
    situation: Situation,
) -> Calculation | Failure:
    """Follow the average value where both targets are given, as upstream does."""
    if metric.average_value_milli is not None:
        cpu = metric.name == "cpu"
        return average_replicas(samples, metric.average_value_milli, situation, cpu=cpu)
    if metric.average_utilization is None:
        return Failure("neither a utilization target nor an average value was set")
    return utilization_replicas(
        samples,
        metric.average_utilization,
        situation,
        resource=metric.name,
        container=container,
    )


def _total(
    total_milli: int, target_milli: int | None, situation: Situation
) -> Calculation | Failure:
    if target_milli is None:
        return Failure(_NO_TARGET)
    return total_replicas(total_milli, target_milli, situation)


def _share(
    total_milli: int, target_milli: int | None, situation: Situation
) -> Calculation | Failure:
    if target_milli is None:
        return Failure(_NO_TARGET)
    return share_replicas(total_milli, target_milli, situation)


def _share_status(
    metric: ObjectMetric | ExternalMetric, result: Calculation, situation: Situation
) -> MetricStatus:
    """Show the share; without replicas there is none, whatever upstream shows."""
    share = result.usage if situation.status_replicas else None
    return MetricStatus(metric=metric, average_value_milli=share)


def _proposed(name: str, result: Calculation, status: MetricStatus) -> Proposal:
    return Proposal(
        name=name,
        replicas=result.replicas,
        usage_ratio=result.usage_ratio,
        status=status,
    )


def _failed(name: str, reason: str, message: str) -> Proposal:
    return Proposal(name=name, replicas=None, reason=reason, message=message)


def _failure(reading: Reading, metric: MetricSpec) -> Failure:
    """Pass a failure on; any other reading here belongs to another metric."""
    if isinstance(reading, Failure):
        return reading
    raise TypeError(
        f"a {type(reading).__name__} cannot be the reading of a {type(metric).__name__}"
    )
