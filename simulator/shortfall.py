"""Why a run fell short of a number of ready replicas: in words, from its trace.

Whether that is a failure is for whoever set the goal. Nothing is computed anew:
what the autoscaler saw and said is in the trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.phases import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.trace import PodRecord, Sync, Trace


def shortfall(trace: Trace, goal: int) -> str:
    """Say why there never were *goal* ready replicas; empty when there were."""
    if any(point.ready >= goal for point in trace.replicas):
        return ""
    asked = max(point.desired for point in trace.replicas)
    if asked < goal:
        return _not_asked(trace, goal, asked)
    lowered = [point for point in trace.replicas if point.desired < asked]
    if lowered and trace.replicas[-1].desired < goal:
        return (
            f"{asked} replicas were asked for, and {trace.replicas[-1].desired} at the "
            f"end, before {goal} were ready"
        )
    return f"{asked} replicas were asked for; at the end {_stuck(trace)}"


def _not_asked(trace: Trace, goal: int, asked: int) -> str:
    """Explain why the autoscaler did not ask for the goal."""
    if trace.max_replicas < goal:
        return f"the autoscaler's maxReplicas is {trace.max_replicas}"
    syncs = [sync for sync in trace.syncs if sync.time >= (trace.load_raised_at or 0)]
    if not syncs:
        return "no sync of the autoscaler followed the load"
    wanted = [sync for sync in syncs if (sync.recommendation or 0) >= goal]
    if wanted:
        return (
            f"the metric asked for {wanted[0].recommendation}, but limits kept it at "
            f"{asked} until the end ({_limit(wanted[-1])})"
        )
    read = [
        sync for sync in syncs if any(m.value_milli is not None for m in sync.metrics)
    ]
    if not read:
        return f"the autoscaler could not read its metric: {_failure(syncs[-1])}"
    return _metric_asked_for_less(trace, read, asked)


def _metric_asked_for_less(trace: Trace, read: Sequence[Sync], asked: int) -> str:
    most = max(sync.recommendation or 0 for sync in read)
    last = read[-1]
    values = "; ".join(
        f"{metric.name} was {_shown(metric.value_milli)} for a target of "
        f"{_shown(metric.target_milli)}"
        for metric in last.metrics
        if metric.value_milli is not None
    )
    return (
        f"the metric asked for no more than {max(most, asked)} replicas: with "
        f"{last.current} at {last.time:.0f} s {values} (tolerance "
        f"{trace.tolerance:.0%})"
    )


def _stuck(trace: Trace) -> str:
    """Say how far the pods that are not ready came."""
    waiting = [
        pod
        for pod in trace.pods
        if pod.deleted is None and Milestone.READY not in pod.milestones
    ]
    parts = []
    for tells, words in _STAGES:
        here = [pod for pod in waiting if tells(pod)]
        waiting = [pod for pod in waiting if not tells(pod)]
        if here:
            parts.append(f"{len(here)} {words(trace)}")
    return ", ".join(parts) or "the pods were not yet created"


def _room(trace: Trace) -> str:
    each = " with room for one replica each" if trace.anti_affinity else ""
    if trace.nodes == 1:
        each = each.removesuffix(" each")
        return f"waited for a node (there is 1 node{each})"
    return f"waited for a node (there are {trace.nodes} nodes{each})"


def _lacks(milestone: Milestone) -> Callable[[PodRecord], bool]:
    return lambda pod: milestone not in pod.milestones


_STAGES: tuple[tuple[Callable[[PodRecord], bool], Callable[[Trace], str]], ...] = (
    (_lacks(Milestone.SCHEDULED), _room),
    (_lacks(Milestone.PULLING), lambda _: "were being prepared"),
    (_lacks(Milestone.PULLED), lambda _: "were still pulling the image"),
    (_lacks(Milestone.CONTAINERS_STARTED), lambda _: "were starting containers"),
    (_lacks(Milestone.READY), lambda _: "were not yet ready"),
)
"""How far a pod came, in order: the first moment that it lacks decides."""


def _limit(sync: Sync) -> str:
    limited = [one for one in sync.conditions if one.type == "ScalingLimited"]
    held = [one for one in sync.conditions if one.reason == "ScaleUpStabilized"]
    return (held or limited)[0].reason if held or limited else "no reason given"


def _failure(sync: Sync) -> str:
    failures = [metric.failure for metric in sync.metrics if metric.failure]
    return failures[0] if failures else sync.error or "no reason given"


def _shown(milli: int | None) -> str:
    """Write a value for people: 175666 thousandths are 175.7.

    >>> _shown(175_666), _shown(200_000), _shown(5)
    ('175.7', '200', '0.005')
    """
    if milli is None:
        return "unknown"
    value = milli / 1000
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 10 else f"{value:.3g}"
