"""What is known of a test's run, sync by sync, wherever it came from.

A moment is what expectations are held to, and the story that explains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.quantity import Quantity
from simulator.recorder import target_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hpa.algorithm.types import Decision, MetricSpec, Proposal
    from simulator.trace import MetricSeen, Sync
    from simulator.world.adapter import Look

_ROWS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One sync, and what holds from then until the next."""

    time: float
    """Seconds of the test."""

    replicas: int
    desired: int | None
    recommendation: int | None
    ready: int
    conditions: Mapping[str, tuple[str, str]]
    """Status and reason, by type."""

    values: Mapping[str, int]
    """Metric values in milli-units, by the name in the HPA; failed ones are not
    in it."""

    story: tuple[str, ...]
    """How it came to this, one step a line."""


def of_decision(
    decision: Decision,
    *,
    time: float,
    replicas: int,
    ready: int,
    metrics: Sequence[MetricSpec],
    looks: Mapping[MetricSpec, Look],
) -> Moment:
    """Tell a sync of a test's own controller."""
    values: dict[str, int] = {}
    story: list[str] = []
    for metric, proposal in zip(metrics, decision.proposals, strict=False):
        value = _value(proposal)
        if value is not None:
            values[getattr(metric, "name", "")] = value
        story += _asked(looks.get(metric))
        story.append(_proposed(proposal, value, target_of(metric), decision.current))
    conditions: dict[str, tuple[str, str]] = {
        one.type: (one.status, one.reason) for one in decision.conditions
    }
    messages = [f"{c.type}={c.status} {c.reason}" for c in decision.conditions]
    return Moment(
        time=time,
        replicas=replicas,
        desired=decision.next_state.status.desired_replicas,
        recommendation=decision.recommendation,
        ready=ready,
        conditions=conditions,
        values=values,
        story=(*story, *_decided(decision, replicas), *messages),
    )


def of_sync(sync: Sync, names: Sequence[str]) -> Moment:
    """Tell a sync of a simulated run; *names* are the metrics', in order."""
    values = {
        name: seen.value_milli
        for name, seen in zip(names, sync.metrics, strict=False)
        if seen.value_milli is not None
    }
    replicas = (sync.desired if sync.rescaled else sync.current) or 0
    story = [_seen(seen) for seen in sync.metrics]
    if sync.error:
        story.append(f"the sync failed: {sync.error}")
    elif sync.recommendation is not None:
        story.append(_outcome(sync.current, sync.recommendation, replicas))
    story += [f"{c.type}={c.status} {c.reason}" for c in sync.conditions]
    return Moment(
        time=sync.time,
        replicas=replicas,
        desired=sync.desired,
        recommendation=sync.recommendation,
        ready=sync.ready,
        conditions={one.type: (one.status, one.reason) for one in sync.conditions},
        values=values,
        story=tuple(story),
    )


def shown(milli: int | None) -> str:
    """Write a milli-value as Kubernetes does; ``nothing`` for ``None``."""
    return "nothing" if milli is None else Quantity.of_milli(milli).canonical


def _value(proposal: Proposal) -> int | None:
    status = proposal.status
    if status.average_utilization is not None:
        return status.average_utilization * 1000
    average = status.average_value_milli
    return status.value_milli if average is None else average


def _asked(look: Look | None) -> list[str]:
    if look is None or not look.query:
        return []
    lines = [f"the rule asks: {look.query}"]
    for row in look.rows[:_ROWS_SHOWN]:
        labels = ", ".join(f'{name}="{value}"' for name, value in row.labels)
        lines.append(f"Prometheus answers: {{{labels}}} {row.value:g}")
    more = len(look.rows) - _ROWS_SHOWN
    if more > 0:
        lines.append(f"and {more} more")
    return lines if look.rows else [*lines, "Prometheus answers: nothing"]


def _proposed(
    proposal: Proposal, value: int | None, target: int | None, current: int | None
) -> str:
    if proposal.replicas is None:
        return f"{proposal.name or 'the metric'} failed: {proposal.message}"
    return (
        f"{proposal.name} is {shown(value)} for a target of {shown(target)}: "
        f"usage ratio {proposal.usage_ratio:.4g}, {current} replicas become "
        f"{proposal.replicas}"
    )


def _seen(seen: MetricSeen) -> str:
    if seen.proposal is None:
        return f"{seen.name} failed: {seen.failure}"
    return (
        f"{seen.name} is {shown(seen.value_milli)} for a target of "
        f"{shown(seen.target_milli)}: it asks for {seen.proposal}"
    )


def _decided(decision: Decision, replicas: int) -> list[str]:
    if decision.error:
        return [f"the sync failed: {decision.error}"]
    if decision.recommendation is None:
        return [f"no metric was looked at: {decision.reason or 'scaling is disabled'}"]
    return [_outcome(decision.current, decision.recommendation, replicas)]


def _outcome(current: int | None, recommendation: int, replicas: int) -> str:
    limited = "" if recommendation == replicas else ", stabilized and limited"
    return f"{current} replicas, recommended {recommendation}{limited}: now {replicas}"
