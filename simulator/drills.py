"""Outage drills: what this autoscaler does when a part of its chain breaks.

Each drill is the scenario itself with one fault in it; the run without any is
what it is compared with. What a fault does is in ``simulator.world.faults``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.run import simulate
from simulator.sections.faults import KINDS, Fault
from simulator.summary import Summary, summarize

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.scenario import Scenario
    from simulator.sections.faults import FaultKind
    from simulator.trace import Trace


@dataclass(frozen=True, slots=True)
class Drill:
    """What one fault does to one run."""

    kind: FaultKind | None
    """``None`` for the run without a fault."""

    trace: Trace
    summary: Summary
    before: int
    """Replicas asked for when the fault began."""

    least: int
    """The fewest that were asked for while it lasted, and until its end."""

    most: int
    says: str
    """What the controller said of it: its first new failure, else empty."""


def drill(
    scenario: Scenario,
    *,
    seed: int,
    at_seconds: float | None = None,
    for_seconds: float = 300.0,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Drill, ...]:
    """Run *scenario* without a fault, and then with each.

    The fault begins in the middle of the run unless *at_seconds* says when.
    """
    begins = scenario.duration_seconds / 2 if at_seconds is None else at_seconds
    calm = scenario.model_copy(update={"goal_replicas": None})
    drills = []
    for kind in (None, *KINDS):
        progress(kind or "without a fault")
        faults = calm.faults
        if kind is not None:
            fault = Fault(kind=kind, at_seconds=begins, for_seconds=for_seconds)
            faults = (*faults, fault)
        trace = simulate(calm.model_copy(update={"faults": faults}), seed=seed)
        drills.append(_seen(kind, trace, begins, begins + for_seconds))
    return tuple(drills)


def _seen(kind: FaultKind | None, trace: Trace, begins: float, ends: float) -> Drill:
    during = [sync for sync in trace.syncs if begins <= sync.time < ends]
    points = trace.replicas
    before = [point.desired for point in points if point.time < begins]
    inside = [point.desired for point in points if begins <= point.time < ends]
    asked = [before[-1], *inside]
    failures = [
        text
        for sync in during
        for text in (*(metric.failure for metric in sync.metrics), sync.error)
        if text
    ]
    return Drill(
        kind=kind,
        trace=trace,
        summary=summarize(trace),
        before=before[-1],
        least=min(asked),
        most=max(asked),
        says=failures[0] if failures else "",
    )
