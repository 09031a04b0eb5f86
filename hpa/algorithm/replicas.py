"""The replica calculators: from one metric's values to a number of replicas.

Upstream's ``ReplicaCalculator``, one function for each of its ways. Bounds,
stabilization and scaling policies come later, in ``hpa.algorithm.decide``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.observation import Failure
from hpa.algorithm.pods import (
    CpuReadiness,
    PodGroups,
    group_pods,
    pod_requests,
    running_and_ready,
)
from hpa.algorithm.ratios import (
    Tolerance,
    ceiling,
    ceiling_int64,
    int32,
    quotient,
    truncated,
)

if TYPE_CHECKING:
    from hpa.algorithm.observation import Pod, PodSample
    from hpa.algorithm.types import Config

_NO_PODS = Failure("no pods returned by selector while calculating replica count")
_NO_READY_SAMPLES = Failure("did not receive metrics for any ready pods")
_NO_TARGETED_SAMPLES = Failure(
    "did not receive metrics for targeted pods (pods might be unready)"
)
_NO_KNOWN_SAMPLES = Failure("no metrics returned matched known pods")


@dataclass(frozen=True, slots=True)
class Situation:
    """What the calculators of all metrics of one reconcile share."""

    spec_replicas: int
    status_replicas: int
    pods: tuple[Pod, ...] | Failure
    tolerance: Tolerance
    config: Config
    now: float
    """Seconds; matters for cpu only."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A number of replicas and what it came from.

    Usage and ratio are those before missing and unready pods are filled in.
    """

    replicas: int
    usage: int
    """Percent of the requests for utilization, milli-units otherwise: the
    average, or the total where the target is a total."""

    usage_ratio: float
    raw_average_milli: int | None = None
    """For utilization: the plain average beside the percentage."""


def utilization_replicas(
    samples: tuple[PodSample, ...],
    target_percent: int,
    situation: Situation,
    *,
    resource: str,
    container: str = "",
) -> Calculation | Failure:
    """Follow a share of what the pods request (``GetResourceReplicas``)."""
    pods = _listed(situation)
    if isinstance(pods, Failure):
        return pods
    switches = situation.config.switches
    values, groups = _counted(samples, pods, situation, cpu=resource == "cpu")
    if not values and switches.samples_before_requests:
        return _NO_TARGETED_SAMPLES
    requests = pod_requests(pods, resource, container)
    if isinstance(requests, Failure):
        # Where it is missing is said only by the controllers that check late.
        late = switches.samples_before_requests
        return requests if late else Failure(f"missing request for {resource}")
    usage = _utilization(values, requests, target_percent)
    if isinstance(usage, Failure):
        return usage
    ratio = usage.ratio
    replicas = _replicas_at_once(ratio, groups, situation)
    if replicas is None:
        fill = max(100, target_percent) if switches.missing_pods_at_target else 100
        for name in groups.missing if ratio != 1.0 else ():
            values[name] = truncated(requests[name] * fill, 100) if ratio < 1.0 else 0
        if ratio > 1.0:
            values.update(dict.fromkeys(groups.unready, 0))
        filled = _utilization(values, requests, target_percent)
        if isinstance(filled, Failure):
            return filled
        replicas = _replicas_when_filled(ratio, filled.ratio, len(values), situation)
    return Calculation(replicas, usage.percent, ratio, usage.average_milli)


def average_replicas(
    samples: tuple[PodSample, ...],
    target_milli: int,
    situation: Situation,
    *,
    cpu: bool = False,
) -> Calculation | Failure:
    """Follow a plain average over the pods (``calcPlainMetricReplicas``).

    For Pods metrics, and for resources with an average value.
    """
    pods = _listed(situation)
    if isinstance(pods, Failure):
        return pods
    switches = situation.config.switches
    values, groups = _counted(samples, pods, situation, cpu=cpu)
    if not values:
        late = switches.samples_before_requests
        return _NO_TARGETED_SAMPLES if late else _NO_READY_SAMPLES
    average = truncated(sum(values.values()), len(values))
    ratio = quotient(average, target_milli)
    replicas = _replicas_at_once(ratio, groups, situation)
    if replicas is None:
        if ratio < 1.0:
            values.update(dict.fromkeys(groups.missing, target_milli))
        elif ratio > 1.0 or not switches.no_fill_at_rest:
            values.update(dict.fromkeys(groups.missing, 0))
        if ratio > 1.0:
            values.update(dict.fromkeys(groups.unready, 0))
        filled = quotient(truncated(sum(values.values()), len(values)), target_milli)
        replicas = _replicas_when_filled(
            ratio,
            filled,
            len(values),
            situation,
            keeps_direction=switches.raw_average_keeps_direction,
        )
    return Calculation(replicas, average, ratio)


def total_replicas(
    total_milli: int, target_milli: int, situation: Situation
) -> Calculation | Failure:
    """Follow a total by its ratio to the target (``getUsageRatioReplicaCount``).

    For Object and External metrics with a value. The ratio multiplies the pods
    that run and are ready; from zero replicas there is nothing to multiply,
    and the ratio itself is rounded up without any tolerance.
    """
    ratio = quotient(total_milli, target_milli)
    current = situation.spec_replicas
    if current == 0:
        return Calculation(ceiling(ratio), total_milli, ratio)
    if situation.tolerance.holds(ratio):
        return Calculation(current, total_milli, ratio)
    pods = _listed(situation)
    if isinstance(pods, Failure):
        return pods
    return Calculation(ceiling(ratio * running_and_ready(pods)), total_milli, ratio)


def share_replicas(
    total_milli: int, target_milli: int, situation: Situation
) -> Calculation:
    """Follow one replica's share of a total (``GetExternalPerPodMetricReplicas``).

    For Object and External metrics with an average value. Divides by the
    *status* replicas and looks at no pod. With none of them the reported
    usage is what upstream computes and means nothing.
    """
    replicas = situation.status_replicas
    ratio = quotient(total_milli, float(target_milli) * replicas)
    usage = ceiling_int64(quotient(total_milli, replicas))
    if not (situation.tolerance.holds(ratio) or math.isnan(ratio)):
        replicas = ceiling(quotient(total_milli, target_milli))
    return Calculation(replicas, usage, ratio)


@dataclass(frozen=True, slots=True)
class _Utilization:
    ratio: float
    percent: int
    average_milli: int


def _utilization(
    values: dict[str, int], requests: dict[str, int], target_percent: int
) -> _Utilization | Failure:
    """Relate usage to requests, over the samples whose pod is known."""
    if not values:
        return _NO_READY_SAMPLES
    used = requested = entries = 0
    for name, value in values.items():
        request = requests.get(name)
        if request is not None:
            used += value
            requested += request
            entries += 1
    if not requested:
        return _NO_KNOWN_SAMPLES
    percent = int32(truncated(used * 100, requested))
    return _Utilization(
        quotient(percent, target_percent), percent, truncated(used, entries)
    )


def _listed(situation: Situation) -> tuple[Pod, ...] | Failure:
    return situation.pods or _NO_PODS


def _counted(
    samples: tuple[PodSample, ...],
    pods: tuple[Pod, ...],
    situation: Situation,
    *,
    cpu: bool,
) -> tuple[dict[str, int], PodGroups]:
    """Group the pods and keep the values of those that count.

    Samples of pods outside the list stay in: upstream removes by name only.
    """
    by_pod = {sample.pod: sample for sample in samples}
    readiness = CpuReadiness.of(situation.config, situation.now) if cpu else None
    groups = group_pods(pods, by_pod, readiness)
    for name in groups.ignored:
        by_pod.pop(name, None)
    for name in groups.unready:
        by_pod.pop(name, None)
    return {name: sample.value_milli for name, sample in by_pod.items()}, groups


def _replicas_at_once(
    ratio: float, groups: PodGroups, situation: Situation
) -> int | None:
    """Give the replicas when no pod has to be filled in, else ``None``."""
    if groups.missing or (groups.unready and ratio > 1.0):
        return None
    if situation.tolerance.holds(ratio):
        return situation.spec_replicas
    return ceiling(ratio * groups.ready_count)


def _replicas_when_filled(
    ratio: float,
    filled_ratio: float,
    entries: int,
    situation: Situation,
    *,
    keeps_direction: bool = True,
) -> int:
    """Rescale by the ratio with pods filled in, unless that turns it around."""
    current = situation.spec_replicas
    if (
        situation.tolerance.holds(filled_ratio)
        or ratio < 1.0 < filled_ratio
        or ratio > 1.0 > filled_ratio
    ):
        return current
    replicas = ceiling(filled_ratio * entries)
    if keeps_direction and (
        (filled_ratio < 1.0 and replicas > current)
        or (filled_ratio > 1.0 and replicas < current)
    ):
        return current
    return replicas
