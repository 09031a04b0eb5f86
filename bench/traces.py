"""From a simulated run's trace to an observation: the same facts, other names.

Nothing is computed or left out: what the trace does not hold did not happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.observation import (
    Clock,
    DecisionPoint,
    ImageEvidence,
    Links,
    Moment,
    NotObserved,
    Observation,
    PodObservation,
    ReplicaPoint,
    Stamp,
)
from octoscale.core.phases import Milestone
from octoscale.core.quantity import Quantity
from simulator.shortfall import shortfall

if TYPE_CHECKING:
    from bench.plan import Image, Plan
    from simulator.scenario import Scenario
    from simulator.trace import PodRecord, Sync, Trace

CLOCK = Clock(name="virtual clock", resolution_seconds=1e-6)
"""The simulator's own, exact to the microsecond."""


def observation(
    trace: Trace, scenario: Scenario, *, plan: Plan, image: Image, repeat: int
) -> Observation:
    """Give a trace as what a bench observes."""
    workers = next(pool for pool in scenario.cluster.pools if pool.schedulable)
    return Observation(
        image=image.name,
        repeat=repeat,
        seed=trace.seed,
        start_replicas=plan.goal.start,
        goal_replicas=plan.goal.replicas,
        clocks=(CLOCK,),
        load_raised=_moment(trace.load_raised_at, "the load was never raised"),
        metric_crosses=_moment(trace.metric_crossed_at, "it never crossed"),
        decisions=tuple(
            _decision(sync)
            for sync in trace.syncs
            if sync.current is not None and sync.desired is not None
        ),
        trail=tuple(
            ReplicaPoint(
                seconds=point.time,
                desired=point.desired,
                current=point.current,
                ready=point.ready,
            )
            for point in trace.replicas
        ),
        pods=tuple(_pod(record) for record in trace.pods),
        links=Links(
            node_bytes_per_second=workers.link_bytes_per_second.value,
            registry_bytes_per_second=scenario.cluster.registry_bytes_per_second.value,
        ),
        ended_seconds=trace.ended_at,
        missed_because=shortfall(trace, plan.goal.replicas),
    )


def _stamp(seconds: float) -> Stamp:
    return Stamp(seconds=seconds, clock=CLOCK.name)


def _moment(seconds: float | None, reason: str) -> Moment:
    return NotObserved(reason) if seconds is None else _stamp(seconds)


def _decision(sync: Sync) -> DecisionPoint:
    current, desired = sync.current or 0, sync.desired or 0
    values = [m.value_milli for m in sync.metrics if m.value_milli is not None]
    return DecisionPoint(
        seconds=sync.time,
        before=current,
        after=desired if sync.rescaled else current,
        reason=sync.reason or sync.error,
        metric_value=Quantity.of_milli(values[0]).canonical if values else "",
    )


def _pod(record: PodRecord) -> PodObservation:
    initial = record.milestones.get(Milestone.READY) == 0
    evidence = {True: ImageEvidence.PRESENT, False: ImageEvidence.PROVED}
    return PodObservation(
        name=record.name,
        node=record.node or "",
        initial=initial,
        evidence=ImageEvidence.PRESENT
        if initial
        else evidence.get(bool(record.image_present), ImageEvidence.UNKNOWN)
        if record.image_present is not None
        else ImageEvidence.UNKNOWN,
        bytes_pulled=record.pulled_bytes,
        stamps={m: _stamp(seconds) for m, seconds in record.milestones.items()},
    )
