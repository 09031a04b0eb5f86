"""What the watches of one repeat told, reduced to first times: nothing else is kept.

A pod's manifests are let go of, so that hundreds of pods cost little memory. Who
calls is ``watches``; what is made of it at the end is ``observing``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.drivers.kubernetes import facts
from bench.drivers.kubernetes.names import REPEAT, ROLE, SERVICE_ROLE
from bench.drivers.kubernetes.pulls import event_time, pull_of
from octoscale.core.phases import Milestone
from octoscale.kube import objects
from octoscale.kube.types import EventType

if TYPE_CHECKING:
    from bench.drivers.kubernetes.clocks import Zero
    from bench.drivers.kubernetes.pulls import Pull
    from bench.observation import Moment
    from octoscale.kube.types import Manifest

RESCALED = "SuccessfulRescale"
"""The HPA controller's event when it has changed the scale target."""

_EVENTS = {"Pulling": Milestone.PULLING, "Pulled": Milestone.PULLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One thing that a watch told."""

    type: EventType
    manifest: Manifest
    arrival: float
    """Seconds of our monotonic clock."""

    late: bool
    """Whether it came in a listing after a gap."""


@dataclass(slots=True)
class PodRecord:
    """One pod, as far as it was seen."""

    name: str
    node: str = ""
    gone: bool = False
    stamps: dict[Milestone, Moment] = field(default_factory=dict)
    pulls: list[Pull] = field(default_factory=list)
    waits_for: tuple[str, str] = ("", "")
    """Reason and message of what it still waits for."""

    @property
    def ready(self) -> bool:
        """Whether it was seen Ready and is still there."""
        return not self.gone and Milestone.READY in self.stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One state of the scale target."""

    arrival: float
    late: bool
    desired: int
    current: int
    ready: int
    failure: str
    """Why it cannot make pods (condition ``ReplicaFailure``); empty if it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescale:
    """One rescale in the HPA controller's own words."""

    time: str | None
    message: str


class Recording:
    """Everything about one repeat's scale target, which is called *workload*."""

    def __init__(self, workload: str, container: str, zero: Zero) -> None:
        """Record *workload*, whose service runs in *container*."""
        self.workload, self.zero = workload, zero
        self._field = f"spec.containers{{{container}}}"
        self.pods: dict[str, PodRecord] = {}
        self.helpers: dict[str, PodRecord] = {}
        """The pods that are no replicas, by role."""
        self.targets: list[Target] = []
        self.rescales: list[Rescale] = []
        self.values: dict[int, str] = {}
        """The metric when so many replicas were first desired."""
        self.last_scale: str | None = None
        self.gaps: list[str] = []

    def take(self, seen: Seen) -> None:
        """Take what a watch told, if it concerns this repeat."""
        handle = {
            "Pod": self._pod,
            "Deployment": self._target,
            "Endpoints": self._endpoints,
            "Event": self._event,
            "HorizontalPodAutoscaler": self._autoscaler,
        }
        handle[seen.manifest["kind"]](seen)

    def ready_pods(self) -> int:
        """Count the pods that are Ready, and in the Service's endpoints."""
        return sum(
            pod.ready and Milestone.ENDPOINT_READY in pod.stamps
            for pod in self.pods.values()
        )

    def alive(self) -> int:
        """Count all pods that are still there, helpers too."""
        known = (*self.pods.values(), *self.helpers.values())
        return sum(not pod.gone and Milestone.CREATED in pod.stamps for pod in known)

    def _record(self, name: str) -> PodRecord | None:
        if not name.startswith(f"{self.workload}-"):
            return None
        return self.pods.setdefault(name, PodRecord(name))

    def _first(
        self, pod: PodRecord, milestone: Milestone, seen: Seen, text: str | None
    ) -> None:
        if milestone not in pod.stamps:
            stamp = self.zero.stamp(seen.arrival, text or None, late=seen.late)
            pod.stamps[milestone] = stamp

    def _pod(self, seen: Seen) -> None:
        manifest = seen.manifest
        name, labels = facts.name_of(manifest), objects.labels(manifest)
        if labels.get(REPEAT) != self.workload:
            return
        role = labels.get(ROLE, "")
        where, key = (self.helpers, role) if role != SERVICE_ROLE else (self.pods, name)
        pod = where.setdefault(key, PodRecord(name))
        if seen.type is EventType.DELETED:
            pod.gone = True
            return
        pod.node = (manifest.get("spec") or {}).get("nodeName") or pod.node
        pod.waits_for = facts.waiting_reason(manifest)
        for milestone, text in (
            (Milestone.CREATED, manifest["metadata"].get("creationTimestamp", "")),
            (Milestone.SCHEDULED, facts.held_since(manifest, "PodScheduled")),
            (Milestone.CONTAINERS_STARTED, facts.started_at(manifest)),
            (Milestone.READY, facts.held_since(manifest, "Ready")),
        ):
            if text is not None:
                self._first(pod, milestone, seen, text)

    def _target(self, seen: Seen) -> None:
        if facts.name_of(seen.manifest) != self.workload:
            return
        if seen.type is EventType.DELETED:
            return
        status = facts.status_of(seen.manifest)
        failed = facts.condition(seen.manifest, "ReplicaFailure") or {}
        self.targets.append(
            Target(
                arrival=seen.arrival,
                late=seen.late,
                desired=int(seen.manifest["spec"].get("replicas", 1)),
                current=int(status.get("replicas", 0)),
                ready=int(status.get("readyReplicas", 0)),
                failure=str(failed.get("message", "")),
            )
        )

    def _endpoints(self, seen: Seen) -> None:
        if facts.name_of(seen.manifest) != self.workload:
            return
        written = facts.written_at(seen.manifest)
        for name in facts.ready_endpoints(seen.manifest):
            pod = self._record(name)
            if pod is not None:
                self._first(pod, Milestone.ENDPOINT_READY, seen, written)

    def _event(self, seen: Seen) -> None:
        about = seen.manifest.get("involvedObject") or {}
        name, reason = str(about.get("name", "")), seen.manifest.get("reason")
        if name == self.workload and reason == RESCALED:
            message = str(seen.manifest.get("message", ""))
            rescale = Rescale(time=event_time(seen.manifest), message=message)
            if rescale not in self.rescales:
                self.rescales.append(rescale)
        elif about.get("kind") == "Pod" and reason in _EVENTS:
            self._pull(name, str(reason), about.get("fieldPath") or "", seen)

    def pulls_are_told(self) -> bool:
        """Whether every pod's node has said what became of its image."""
        return all(pod.pulls or pod.gone for pod in self.pods.values())

    def _pull(self, name: str, reason: str, path: str, seen: Seen) -> None:
        pod = self._record(name)
        if pod is None or path not in ("", self._field):
            return
        self._first(pod, _EVENTS[reason], seen, event_time(seen.manifest))
        pull = pull_of(str(seen.manifest.get("message", "")))
        if pull is not None:
            pod.pulls.append(pull)

    def _autoscaler(self, seen: Seen) -> None:
        if facts.name_of(seen.manifest) != self.workload:
            return
        status = facts.status_of(seen.manifest)
        self.last_scale = status.get("lastScaleTime") or self.last_scale
        value = facts.metric_value(seen.manifest)
        if value:
            self.values.setdefault(int(status.get("desiredReplicas", 0)), value)
