"""What one repeat showed: raw facts, each with the clock that it was read from.

Nothing is computed here and nothing is filled in. What could not be seen is a
``NotObserved`` with its reason: never 0, never interpolated. Intervals and
phases are computed from these facts in ``bench.milestones``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from octoscale.core.phases import (
    Milestone,  # noqa: TC001 (report.json is read through these annotations)
)


@dataclass(frozen=True, slots=True)
class NotObserved:
    """A fact that the driver could not see, and why."""

    reason: str
    """In plain words, for the report: ``hollow nodes pull no image``."""

    def __str__(self) -> str:
        """Say it the way that reports do.

        >>> str(NotObserved("hollow nodes pull no image"))
        'not observed (hollow nodes pull no image)'
        """
        return f"not observed ({self.reason})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When something happened, in seconds since the repeat's zero."""

    seconds: float
    """By *clock*. Negative for what happened before the repeat began."""

    clock: str
    """The name of one of the observation's clocks."""

    also: dict[str, float] = field(default_factory=dict)
    """The same moment by other clocks, for those who compare them."""

    def __post_init__(self) -> None:
        """Refuse what is no moment at all."""
        if not all(math.isfinite(s) for s in (self.seconds, *self.also.values())):
            raise ValueError("a stamp needs a finite number of seconds")


Moment: TypeAlias = Stamp | NotObserved
"""A moment that was seen, or the reason why it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where stamps come from, and how fine they are."""

    name: str
    """``virtual clock``, ``server timestamp``, ``watch arrival``."""

    resolution_seconds: float
    """The smallest difference that it can show: 1 for Kubernetes' timestamps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaPoint:
    """One point of the replica trail; it holds until the next one."""

    seconds: float
    """By the observation's first clock."""

    desired: int
    """What the scale target was asked to run (``spec.replicas``)."""

    current: int
    """Pods that exist (``status.replicas``)."""

    ready: int
    """Pods that are Ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint:
    """One decision of the autoscaler, as far as it was seen from outside."""

    seconds: float
    """By the observation's first clock."""

    before: int
    """The scale target's replicas before the decision."""

    after: int
    """What it was asked to run then; equal to *before* when nothing changed."""

    reason: str = ""
    """The autoscaler's own words."""

    metric_value: str = ""
    """The metric as the autoscaler read it, as a Kubernetes quantity."""


class ImageEvidence(StrEnum):
    """How sure it is that a pod's node did not hold the image before."""

    PROVED = "absent (proved)"
    """A pull with a duration was seen, or the node was made without it."""

    LIKELY = "absent (likely)"
    """The node did not list it; such lists are cut short by kubelets."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    """The node had it: the repeat does not count where absence was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodObservation:
    """One pod of the scale target."""

    name: str
    node: str
    """Empty when it never got one."""

    initial: bool
    """Whether it ran and was Ready before the load was raised."""

    evidence: ImageEvidence
    bytes_pulled: int | NotObserved
    """Compressed bytes that its node fetched for it."""

    stamps: dict[Milestone, Moment]
    """Its own milestones. One that is not a key never happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What the image has to come through; the floor is computed from these."""

    node_bytes_per_second: float | NotObserved
    """What one node can receive at most."""

    registry_bytes_per_second: float | NotObserved
    """What the registry can send at most, to all nodes together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything that one repeat showed."""

    image: str
    """The plan's name of the image."""

    repeat: int
    """Counts from 1."""

    seed: int | None
    """What chance was seeded with; ``None`` where chance is the world's."""

    start_replicas: int
    goal_replicas: int
    clocks: tuple[Clock, ...]
    """The first is the one that plain seconds are read from."""

    load_raised: Moment
    metric_crosses: Moment
    """When the autoscaler could first read a value above its target by more
    than the tolerance."""

    decisions: tuple[DecisionPoint, ...]
    """In order of time. At least every rescale; other syncs where visible."""

    trail: tuple[ReplicaPoint, ...]
    """In order of time."""

    pods: tuple[PodObservation, ...]
    """In order of creation, those that ran at the start first."""

    links: Links
    ended_seconds: float
    """When the driver stopped looking, by the first clock."""

    missed_because: str = ""
    """Why the goal was not reached, in the driver's words, where it knows more
    than the facts above say."""

    notes: tuple[str, ...] = ()
    """What a reader of the figures has to know about this repeat."""
