"""Keeps the record of a run while it goes on, and makes the trace of it.

It only watches: nothing in the world depends on what is written down here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.types import ExternalMetric, ObjectMetric, PodsMetric
from simulator.trace import (
    ConditionSeen,
    LoadPoint,
    LoadTotals,
    MetricSeen,
    PodRecord,
    ReplicaPoint,
    Sync,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.algorithm.types import Decision, MetricSpec, Proposal
    from simulator.clock import Clock
    from simulator.world.adapter import Look
    from simulator.world.deployment import Deployment
    from simulator.world.pods import Pod
    from simulator.world.requests import RequestService
    from simulator.world.service import Service


@dataclass(frozen=True, slots=True)
class Found:
    """What a sync found of one metric, besides its value."""

    metric: MetricSpec
    look: Look | None = None
    """What the adapter answered from; ``None`` when it was not asked, or could
    not answer."""

    exposed: float | None = None
    """What the exporters say at that moment, on average."""


class Recorder:
    """The growing record of one run."""

    def __init__(
        self, clock: Clock, deployment: Deployment, service: Service | RequestService
    ) -> None:
        self._clock = clock
        self._deployment = deployment
        self._service = service
        self.replicas: list[ReplicaPoint] = []
        self.syncs: list[Sync] = []
        self.load: list[LoadPoint] = []

    def note_replicas(self) -> None:
        """Write down the replicas, if one of the numbers has changed."""
        active = self._deployment.active
        point = ReplicaPoint(
            time=self._clock.now,
            desired=self._deployment.replicas,
            current=len(active),
            ready=sum(pod.ready for pod in active),
        )
        last = self.replicas[-1] if self.replicas else None
        if last is not None and last.time == point.time:
            self.replicas.pop()
            last = self.replicas[-1] if self.replicas else None
        if last is None or _numbers(last) != _numbers(point):
            self.replicas.append(point)

    def note_load(self) -> None:
        """Write down the load at this moment; the last word of a moment counts."""
        service = self._service
        offered, served = service.offered, service.serving
        point = LoadPoint(
            time=self._clock.now,
            offered=offered,
            served=served,
            lost=max(0.0, offered - served),
            endpoints=len(service.endpoints),
        )
        if self.load and self.load[-1].time == point.time:
            self.load.pop()
        self.load.append(point)

    def note_sync(
        self,
        decision: Decision,
        ready: int,
        found: Sequence[Found],
    ) -> None:
        """Write down one sync; *found* stands beside the spec's metrics."""
        seen = [
            _metric(one, proposal)
            for one, proposal in zip(found, decision.proposals, strict=False)
        ]
        self.syncs.append(
            Sync(
                time=self._clock.now,
                current=decision.current,
                desired=decision.replicas,
                ready=ready,
                rescaled=decision.rescale,
                recommendation=decision.recommendation,
                reason=decision.reason,
                error=decision.error or "",
                metrics=tuple(seen),
                conditions=tuple(
                    ConditionSeen(
                        type=one.type,
                        status=one.status,
                        reason=one.reason,
                        message=one.message,
                    )
                    for one in decision.conditions
                ),
                events=tuple(f"{one.reason}: {one.message}" for one in decision.events),
            )
        )

    @property
    def totals(self) -> LoadTotals:
        """The load since the start, integrated."""
        offered, served = self._service.totals
        lost = max(0.0, offered - served)
        breach = self._service.breach_seconds
        late: float | None = getattr(self._service, "late", None)
        return LoadTotals(offered, served, lost, breach, late)


def record_of(pod: Pod) -> PodRecord:
    """Write down a pod's story, as far as it goes."""
    return PodRecord(
        name=pod.name,
        node=None if pod.node is None else pod.node.name,
        milestones=dict(pod.milestones),
        image_present=pod.image_present,
        pulled_bytes=int(pod.pulled_bytes),
        deleted=pod.deleted_at,
        gone=pod.gone_at,
    )


def _numbers(point: ReplicaPoint) -> tuple[int, int, int]:
    return point.desired, point.current, point.ready


def _metric(found: Found, proposal: Proposal) -> MetricSeen:
    status, look = proposal.status, found.look
    exposed = found.exposed
    if exposed is not None and not math.isfinite(exposed):
        exposed = None
    value = status.average_value_milli
    if value is None:
        value = status.value_milli
    return MetricSeen(
        name=proposal.name,
        exposed=exposed,
        stored=0 if look is None else look.stored,
        oldest_sample_seconds=None if look is None else look.oldest_seconds,
        value_milli=value,
        target_milli=target_of(found.metric),
        proposal=proposal.replicas,
        failure=proposal.message,
    )


def target_of(metric: MetricSpec) -> int | None:
    """Give the metric target that the controller compares with, in milli-units.

    >>> from hpa.algorithm.types import PodsMetric
    >>> target_of(PodsMetric(name="hits", average_value_milli=500))
    500
    """
    if isinstance(metric, PodsMetric):
        return metric.average_value_milli
    if isinstance(metric, ObjectMetric):
        by_value = metric.target_type == "Value"
        return metric.value_milli if by_value else metric.average_value_milli
    if isinstance(metric, ExternalMetric):
        average = metric.average_value_milli
        return metric.value_milli if average is None else average
    return None
