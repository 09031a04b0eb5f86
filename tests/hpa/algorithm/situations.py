"""Pods, samples and situations in a word or two, for the algorithm's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.ratios import Tolerance
from hpa.algorithm.replicas import Situation
from hpa.algorithm.types import (
    Behavior,
    Condition,
    Config,
    Container,
    Decision,
    Failure,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    Reading,
    ScaleView,
    ScalingPolicy,
    ScalingRules,
    Spec,
)
from hpa.algorithm.versions import Switches

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = 1_700_000_000.0
"""Far enough from 0 for floats to be coarse."""

DEFAULT_UP = ScalingRules(
    stabilization_window_seconds=0,
    policies=(
        ScalingPolicy(type="Pods", value=4, period_seconds=15),
        ScalingPolicy(type="Percent", value=100, period_seconds=15),
    ),
)
"""What the API makes of an empty ``scaleUp``."""

DEFAULT_DOWN = ScalingRules(
    policies=(ScalingPolicy(type="Percent", value=100, period_seconds=15),)
)
"""What the API makes of an empty ``scaleDown``."""

DEFAULT_BEHAVIOR = Behavior(scale_up=DEFAULT_UP, scale_down=DEFAULT_DOWN)
"""What the API makes of ``behavior: {}``."""

QUEUE = PodsMetric(name="queue", average_value_milli=10_000)
"""A Pods metric with an average of 10 as its target."""


def pods(count: int, *, request_milli: int | None = None) -> tuple[Pod, ...]:
    """Make running, ready pods: ``pod-0``, ``pod-1`` and so on."""
    resources = ("cpu", "memory") if request_milli is not None else ()
    requests = dict.fromkeys(resources, request_milli or 0)
    containers = (Container(name="app", requests_milli=requests),)
    return tuple(Pod(name=f"pod-{n}", containers=containers) for n in range(count))


def samples(*values_milli: int) -> tuple[PodSample, ...]:
    """Give ``pod-0`` the first value, ``pod-1`` the second, and so on."""
    return tuple(
        PodSample(pod=f"pod-{n}", value_milli=value, time=NOW)
        for n, value in enumerate(values_milli)
    )


def situation(
    current: int,
    seen: tuple[Pod, ...] | Failure,
    *,
    status: int | None = None,
    switches: Switches = Switches(),  # noqa: B008 (frozen)
) -> Situation:
    """Put *current* replicas and the pods *seen* into a situation at ``NOW``."""
    return Situation(
        current,
        current if status is None else status,
        seen,
        Tolerance(0.1, 0.1),
        Config(switches=switches),
        NOW,
    )


def spec(
    *,
    minimum: int = 1,
    maximum: int = 10,
    behavior: Behavior | None = None,
    metrics: tuple[PodsMetric, ...] = (QUEUE,),
) -> Spec:
    """Make a spec that follows ``QUEUE``."""
    return Spec(
        min_replicas=minimum, max_replicas=maximum, metrics=metrics, behavior=behavior
    )


def observed(
    current: int, *readings: Reading, seen: tuple[Pod, ...] | Failure | None = None
) -> Observation:
    """Observe *current* replicas, all of them ready pods unless *seen* says else."""
    return Observation(
        scale=ScaleView(
            spec_replicas=current, status_replicas=current, selector="app=web"
        ),
        pods=pods(current) if seen is None else seen,
        readings=readings,
    )


def queue_of(current: int, total_milli: int) -> Observation:
    """Observe *current* ready pods that share a queue of *total_milli* evenly."""
    share = total_milli // current
    return observed(current, PodsReading(samples(*[share] * current)))


def reasons(decision: Decision) -> list[str]:
    """List the conditions' reasons, in their order."""
    return [condition.reason for condition in decision.conditions]


def event_reasons(decision: Decision) -> list[str]:
    """List the events' reasons, in their order."""
    return [event.reason for event in decision.events]


def of_type(conditions: Sequence[Condition], type_: str) -> Condition:
    """Pick the one condition of a type."""
    (found,) = [condition for condition in conditions if condition.type == type_]
    return found
