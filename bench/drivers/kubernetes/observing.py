"""From a repeat's recording to its observation: the same facts, none added.

Pure. How facts are seen is in ``recording``; what is computed from an observation
is in ``bench.milestones``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.drivers.kubernetes.clocks import ARRIVAL, SERVER
from bench.drivers.kubernetes.cold import NodeImages, grade
from bench.drivers.kubernetes.pulls import PullKind
from bench.observation import (
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
from octoscale.core.phases import POD_MILESTONES, Milestone

if TYPE_CHECKING:
    from bench.drivers.kubernetes.recording import PodRecord, Recording, Target
    from bench.plan import Image, Plan

UNKNOWN_LINK = NotObserved("the API server knows no bandwidths")
NO_PULL = NotObserved("its node told of no pull")
UNTOLD_SIZE = NotObserved("the kubelet told no size of the image")

_NEW_SIZE = re.compile(r"New size: (\d+);")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known about a repeat beside what its watches told."""

    plan: Plan
    image: Image
    repeat: int
    reference: str
    """What the pods were told to pull."""

    new_reference: bool
    """Whether nobody can have pulled it before."""

    pulled_bytes: int | None
    """What a node without any of its layers pulls; ``None`` where nobody knows."""

    listed: dict[str, NodeImages]
    """Each node's images from before the repeat."""

    hidden: dict[Milestone, str]
    """What this cluster never shows, each with the reason."""

    initial: frozenset[str]
    """The pods that ran and were Ready before the load was raised."""

    load_raised: Moment
    metric_crosses: Moment
    ended: float
    """Seconds since the beginning, by watch arrival."""

    missed_because: str = ""
    notes: tuple[str, ...] = ()
    hollow: str = ""
    """Why no node pulls anything; empty where nodes do."""


def observation(recording: Recording, known: Circumstances) -> Observation:
    """Give what a repeat showed."""
    decisions, dated = _decisions(recording)
    return Observation(
        image=known.image.name,
        repeat=known.repeat,
        seed=None,
        start_replicas=known.plan.goal.start,
        goal_replicas=known.plan.goal.replicas,
        clocks=(ARRIVAL, SERVER),
        load_raised=known.load_raised,
        metric_crosses=known.metric_crosses,
        decisions=decisions,
        trail=_trail(recording, known.plan.goal.start),
        pods=_pods(recording, known),
        links=Links(
            node_bytes_per_second=UNKNOWN_LINK, registry_bytes_per_second=UNKNOWN_LINK
        ),
        ended_seconds=known.ended,
        missed_because=known.missed_because,
        notes=(*known.notes, *recording.gaps, *dated, *_gone(recording)),
    )


def warm_pods(observation: Observation) -> tuple[str, ...]:
    """Name the new pods whose node had the image already, each with its node."""
    return tuple(
        f"{pod.name} on {pod.node}"
        for pod in observation.pods
        if not pod.initial and pod.evidence is ImageEvidence.PRESENT
    )


def _trail(recording: Recording, start: int) -> tuple[ReplicaPoint, ...]:
    """Give the scale target's states, from when the start replicas were Ready."""
    points: list[ReplicaPoint] = []
    for state in recording.targets:
        if not points and state.ready < start:
            continue
        point = ReplicaPoint(
            seconds=recording.zero.arrived(state.arrival),
            desired=state.desired,
            current=state.current,
            ready=state.ready,
        )
        if not points or _counts(point) != _counts(points[-1]):
            points.append(point)
    return tuple(points)


def _counts(point: ReplicaPoint) -> tuple[int, int, int]:
    return point.desired, point.current, point.ready


def _decisions(
    recording: Recording,
) -> tuple[tuple[DecisionPoint, ...], tuple[str, ...]]:
    """Find the rescales; and say of those that fell into a gap how they are dated."""
    words = {_size(rescale.message): rescale for rescale in recording.rescales}
    found: list[DecisionPoint] = []
    notes: list[str] = []
    before = recording.targets[0].desired if recording.targets else 0
    for state in recording.targets:
        if state.desired == before:
            continue
        missed = _between(recording, before, state) if state.late else []
        for size in [*missed, state.desired]:
            rescale = words.get(size)
            text = rescale.time if rescale else recording.last_scale
            written = recording.zero.written(text) if state.late else None
            arrived = recording.zero.arrived(state.arrival)
            found.append(
                DecisionPoint(
                    seconds=arrived if written is None else written,
                    before=before,
                    after=size,
                    reason=rescale.message if rescale else "",
                    metric_value=recording.values.get(size, ""),
                )
            )
            if state.late:
                how = "no one wrote" if written is None else "the cluster wrote"
                notes.append(
                    f"the decision for {size} fell into a gap of the watch: {how} "
                    "down when (1 s)"
                )
            before = size
    return tuple(sorted(found, key=lambda point: point.seconds)), tuple(notes)


def _between(recording: Recording, before: int, state: Target) -> list[int]:
    """Give the sizes on the way up that a gap hid, by the controller's events."""
    sizes = {_size(rescale.message) for rescale in recording.rescales}
    return sorted(size for size in sizes if before < size < state.desired)


def _size(message: str) -> int:
    found = _NEW_SIZE.search(message)
    return int(found[1]) if found else 0


def _pods(recording: Recording, known: Circumstances) -> tuple[PodObservation, ...]:
    seen = (r for r in recording.pods.values() if Milestone.CREATED in r.stamps)
    records = sorted(seen, key=_born)
    return tuple(
        _pod(record, known)
        for mine in (True, False)
        for record in records
        if (record.name in known.initial) is mine
    )


def _gone(recording: Recording) -> tuple[str, ...]:
    """Say which pods did not stay: evicted, preempted, or deleted by somebody."""
    return tuple(
        f"{pod.name} went away before the end"
        for pod in recording.pods.values()
        if pod.gone
    )


def _born(record: PodRecord) -> tuple[float, str]:
    moment = record.stamps.get(Milestone.CREATED)
    return (moment.seconds if isinstance(moment, Stamp) else 0.0, record.name)


def _pod(record: PodRecord, known: Circumstances) -> PodObservation:
    initial = record.name in known.initial
    stamps = dict(record.stamps)
    for milestone in POD_MILESTONES:
        if milestone in known.hidden and milestone not in stamps:
            stamps[milestone] = NotObserved(known.hidden[milestone])
    if not record.ready:
        stamps[Milestone.READY] = NotObserved(_why_not(record))
    return PodObservation(
        name=record.name,
        node=record.node,
        initial=initial,
        evidence=ImageEvidence.PRESENT if initial else _evidence(record, known),
        bytes_pulled=_bytes(record, known),
        stamps={m: stamps[m] for m in POD_MILESTONES if m in stamps},
    )


def _why_not(record: PodRecord) -> str:
    """Say why a pod is not Ready; one that went away again is none of the goal's."""
    reason, message = record.waits_for
    ready = record.stamps.get(Milestone.READY)
    if record.gone:
        was = f" {ready.seconds:.1f} s in" if isinstance(ready, Stamp) else ""
        return f"the pod was Ready{was} and deleted" if was else "the pod was deleted"
    if ready is not None:
        return str(ready)
    text = f"{reason}: {message}" if message else reason
    return " ".join(text.split()) or "did not happen before the end"


def _evidence(record: PodRecord, known: Circumstances) -> ImageEvidence:
    return grade(
        known.reference,
        pulls=tuple(record.pulls),
        listed=known.listed.get(record.node),
        new_reference=known.new_reference,
    )


def _bytes(record: PodRecord, known: Circumstances) -> int | NotObserved:
    """Give what a pod's node fetched, where both the pull and its size are known.

    A kubelet's own figure is not taken: it is the size that the runtime keeps.
    """
    if known.hollow:
        return NotObserved(known.hollow)
    pulls = [pull for pull in record.pulls if pull.image == known.reference]
    if not any(pull.kind is PullKind.PULLED for pull in pulls):
        return 0 if pulls else NO_PULL
    if known.pulled_bytes is None or not known.new_reference:
        return UNTOLD_SIZE
    return known.pulled_bytes
