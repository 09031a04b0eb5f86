"""From one observation to its intervals and phases: pure, and nothing kept.

Because it only reads the observation, a saved report can be computed anew.
Averages over repeats are in ``bench.results``; words for a missed goal are in
``bench.shortfall``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bench.observation import Moment, NotObserved, Stamp
from octoscale.core.phases import Milestone, Phase

if TYPE_CHECKING:
    from bench.observation import Observation, PodObservation

Interval: TypeAlias = float | NotObserved
"""Seconds between two moments, or why there is no such interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatMilestones:
    """The moments of a whole repeat and the three intervals between them."""

    load_raised: Moment
    metric_crosses: Moment
    first_decision: Moment
    """The first rescale above the start."""

    last_decision: Moment
    """The first decision that asks for the goal."""

    goal_ready: Moment
    """The goal's last pod is Ready."""

    goal_served: Moment
    """The goal's last pod has served its first request."""

    scale_up_seconds: Interval
    """First decision to the goal's last pod Ready: the headline."""

    reaction_seconds: Interval
    """Load raised to first decision."""

    in_service_seconds: Interval
    """Load raised to the goal's last pod's first served request."""


def milestones(observation: Observation) -> RepeatMilestones:
    """Find the moments of a repeat and the intervals that are reported.

    A missing moment makes the intervals that need it ``NotObserved``, with the
    same reason; the others stay.
    """
    raised = observation.load_raised
    first, last = first_decision(observation), last_decision(observation)
    ready = goal_moment(observation, Milestone.READY)
    served = goal_moment(observation, Milestone.FIRST_REQUEST)
    return RepeatMilestones(
        load_raised=raised,
        metric_crosses=observation.metric_crosses,
        first_decision=first,
        last_decision=last,
        goal_ready=ready,
        goal_served=served,
        scale_up_seconds=between(first, ready),
        reaction_seconds=between(raised, first),
        in_service_seconds=between(raised, served),
    )


def between(start: Moment, end: Moment) -> Interval:
    """Give the seconds from *start* to *end*, if both were seen by one clock.

    Clocks have zeros of their own, so stamps are only compared within a clock
    that both have.

    >>> between(Stamp(seconds=2, clock="c"), Stamp(seconds=5.5, clock="c"))
    3.5
    >>> between(NotObserved("no watch"), Stamp(seconds=5, clock="c"))
    NotObserved(reason='no watch')
    """
    for moment in (start, end):
        if isinstance(moment, NotObserved):
            return moment
    assert isinstance(start, Stamp)  # noqa: S101 - narrows the type; seen above
    assert isinstance(end, Stamp)  # noqa: S101 - same
    for clock in (start.clock, end.clock, *start.also):
        earlier, later = read(start, clock), read(end, clock)
        if earlier is not None and later is not None:
            return later - earlier
    return NotObserved(f"no common clock: {start.clock} and {end.clock}")


def read(stamp: Stamp, clock: str) -> float | None:
    """Give a stamp's seconds by one clock, ``None`` when it was not read there."""
    return stamp.seconds if stamp.clock == clock else stamp.also.get(clock)


def first_decision(observation: Observation) -> Moment:
    """Find the first decision above the start."""
    return _decision(observation, above=observation.start_replicas)


def last_decision(observation: Observation) -> Moment:
    """Find the first decision that asks for the goal."""
    return _decision(observation, above=observation.goal_replicas - 1)


def _decision(observation: Observation, *, above: int) -> Moment:
    for decision in observation.decisions:
        if decision.after > max(above, decision.before):
            return Stamp(seconds=decision.seconds, clock=observation.clocks[0].name)
    return NotObserved(f"no decision asked for more than {above}")


def new_pods(observation: Observation) -> tuple[PodObservation, ...]:
    """Give the pods that the scale-up made, in order of creation."""
    return tuple(pod for pod in observation.pods if not pod.initial)


def goal_moment(observation: Observation, milestone: Milestone) -> Moment:
    """Find when the goal's last pod came to *milestone*.

    Those that ran at the start count as there already; of the new ones it is
    the one that completes the number, in order of time.
    """
    needed = observation.goal_replicas - observation.start_replicas
    moments = [moment_of(pod, milestone) for pod in new_pods(observation)]
    stamps = sorted(
        (m for m in moments if isinstance(m, Stamp)), key=lambda s: s.seconds
    )
    if len(stamps) >= needed:
        return stamps[needed - 1]
    for moment in moments:
        if isinstance(moment, NotObserved) and moment != _NEVER:
            return moment
    got = observation.start_replicas + len(stamps)
    return NotObserved(
        f"{got} of {observation.goal_replicas} came to {milestone.value!r}"
    )


def moment_of(pod: PodObservation, milestone: Milestone) -> Moment:
    """Give one moment of a pod, with a reason when it has none."""
    return pod.stamps.get(milestone, _NEVER)


_NEVER = NotObserved("did not happen before the end")


def pod_phases(pod: PodObservation, observation: Observation) -> dict[Phase, Interval]:
    """Give how long each phase of a pod's start took, in order.

    >>> from bench.observation import ImageEvidence, PodObservation
    >>> def at(seconds: float) -> Stamp:
    ...     return Stamp(seconds=seconds, clock="c")
    >>> pod = PodObservation(
    ...     name="web-1",
    ...     node="node-1",
    ...     initial=False,
    ...     evidence=ImageEvidence.PROVED,
    ...     bytes_pulled=10,
    ...     stamps={Milestone.PULLING: at(2), Milestone.PULLED: at(5)},
    ... )
    >>> span(pod, Phase.PULLING, first=NotObserved("none"))
    3.0
    """
    first = first_decision(observation)
    return {phase: span(pod, phase, first=first) for phase in Phase}


def span(pod: PodObservation, phase: Phase, *, first: Moment) -> Interval:
    """Give how long *phase* took; *first* is the repeat's first decision."""
    start = (
        first
        if phase.start is Milestone.FIRST_DECISION
        else moment_of(pod, phase.start)
    )
    interval = between(start, moment_of(pod, phase.end))
    return float(interval) if isinstance(interval, int) else interval
