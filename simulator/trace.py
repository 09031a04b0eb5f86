"""What a simulated run leaves: who asked for what, when, and what became of it.

Facts only, in order of time. Intervals (scale-up time, reaction time) are
computed from them elsewhere, so that a saved trace can be read anew.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from octoscale.core.phases import Milestone
    from simulator.loads.base import LoadUnit
    from simulator.parameter import Parameter


@dataclass(frozen=True, slots=True)
class ReplicaPoint:
    """The numbers of replicas from a moment on. Times are seconds of the run."""

    time: float
    desired: int
    """What the scale asks for (``spec.replicas``)."""

    current: int
    """Pods that count as replicas (``status.replicas``): not the terminating."""

    ready: int
    """Pods that are Ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSeen:
    """One metric of the autoscaler, link by link, as a sync found it."""

    name: str
    """As the controller's messages call it."""

    exposed: float | None
    """What the scaled pods' exporters say at this moment, averaged over those
    that answer; ``None`` when none does, or the metric is none of theirs."""

    stored: int
    """How many series of it an instant query finds."""

    oldest_sample_seconds: float | None
    """Age of the oldest of those samples; ``None`` without any."""

    value_milli: int | None
    """What the metrics API answered, in milli-units; an average where the
    metric target is one. ``None`` when it failed."""

    target_milli: int | None
    """The metric target, in the same milli-units."""

    proposal: int | None
    """The replicas that this metric asks for; ``None`` when it failed."""

    failure: str = ""
    """Why it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSeen:
    """One condition of the autoscaler after a sync."""

    type: str
    status: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """One sync of the autoscaler: what it saw and what it decided."""

    time: float
    current: int | None
    """The scale's replicas before it; ``None`` when they could not be read."""

    desired: int | None
    """What it asks for, after stabilization and limits."""

    ready: int
    """Pods that are Ready at this moment."""

    rescaled: bool
    recommendation: int | None
    """What the metrics ask for, before stabilization and limits."""

    reason: str
    """Why it rescaled, in the controller's words."""

    error: str
    """Why it could not decide; else empty."""

    metrics: tuple[MetricSeen, ...]
    conditions: tuple[ConditionSeen, ...]
    events: tuple[str, ...]
    """The events that it recorded: ``SuccessfulRescale: New size: 4; ...``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodRecord:
    """One pod's story."""

    name: str
    node: str | None
    """``None`` while no node has room for it."""

    milestones: Mapping[Milestone, float]
    """When each moment of its start came, as far as it came to it. The pods
    that run from the beginning have 0 for each."""

    image_present: bool | None
    """Whether its node had the image; ``None`` before it had a node."""

    pulled_bytes: int
    """How much of the image its node has received for it, in whole bytes."""

    deleted: float | None = None
    """When it was marked for deletion."""

    gone: float | None = None
    """When nothing of it was left."""


@dataclass(frozen=True, slots=True)
class LoadPoint:
    """The load at one moment, in the trace's load unit."""

    time: float
    offered: float
    served: float
    lost: float
    endpoints: int
    """Over how many pods it is spread."""


@dataclass(frozen=True, slots=True)
class LoadTotals:
    """The load over the whole run, integrated exactly, in unit x seconds.

    Requests for a load in requests/s, connection-seconds for connections.
    """

    offered: float
    served: float
    lost: float
    breach_seconds: float = 0.0
    """For how long some of the load was not served."""

    late: float | None = None
    """Served, but after the clients' patience; ``None`` in the *fluid* model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The record of one run; equal for equal scenario and seed, to the byte."""

    scenario: str
    seed: int
    duration_seconds: float
    load_unit: LoadUnit
    load_raised_at: float | None
    """When the load first begins to grow; ``None`` when it never does."""

    metric_crossed_at: float | None
    """When, after that, the autoscaler could first read a metric above its
    target by more than the tolerance; ``None`` when it never could."""

    ended_at: float
    """When the run ended: at its goal, or after *duration_seconds*."""

    min_replicas: int
    max_replicas: int
    tolerance: float
    nodes: int
    """Schedulable nodes."""

    anti_affinity: bool
    parameters: Mapping[str, Parameter]
    """Every figure of the model, by its dotted name, with its source."""

    replicas: tuple[ReplicaPoint, ...]
    """At the start, and at every change of one of the three numbers."""

    syncs: tuple[Sync, ...]
    pods: tuple[PodRecord, ...]
    """In order of creation."""

    load: tuple[LoadPoint, ...]
    """At every change of the endpoints, at every knot of the load, at every
    sync, and at the end."""

    totals: LoadTotals
    kills: tuple[tuple[float, str], ...] = ()
    """When which pod was killed for its memory."""

    faults: tuple[tuple[str, float, float], ...] = ()
    """What was broken, from when and for how long."""

    load_model: Literal["fluid", "requests"] = "fluid"
    response_seconds: tuple[float, float, float] | None = None
    """Median, 95th and 99th percentile; ``None`` in the *fluid* model."""

    @property
    def trail(self) -> tuple[int, ...]:
        """Give the replica counts that were asked for, one after the other."""
        asked = [point.desired for point in self.replicas]
        changes = [b for a, b in pairwise(asked) if a != b]
        return (*asked[:1], *changes)

    def to_dict(self) -> dict[str, Any]:
        """Give the trace as plain data, milestones by their names."""
        parameters = {
            name: found.model_dump() for name, found in self.parameters.items()
        }
        plain = dataclasses.replace(self, parameters={})
        return {**dataclasses.asdict(plain), "parameters": parameters}

    def to_json(self) -> str:
        """Write the trace as JSON, one line, the same bytes for the same run."""
        return json.dumps(self.to_dict(), allow_nan=False, ensure_ascii=True) + "\n"
