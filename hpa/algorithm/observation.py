"""What one reconcile sees: the scale, the pods, and a reading of each metric.

Gathering it is the work of ``hpa.controller`` or the simulator. Absent is not
zero: what could not be had is a ``Failure``, never an empty or zero reading.
All times are float seconds on the caller's clock, the same as ``now``.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (schemas read the annotations)
from dataclasses import dataclass, field
from typing import Literal

Phase = Literal["Pending", "Running", "Succeeded", "Failed", "Unknown"]
"""A pod's ``status.phase``."""

ConditionStatus = Literal["True", "False", "Unknown"]
"""The API's three-valued status of a condition."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be had, and why."""

    message: str
    """For people; it ends up in a condition's and an event's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container of a pod, as far as requests go."""

    name: str
    requests_milli: Mapping[str, int] = field(default_factory=dict)
    """Resource name to request in milli-units; no entry means no request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """One pod that the scale's selector finds.

    The defaults describe a running, ready pod without any history.
    """

    name: str
    phase: Phase = "Running"
    deleted: bool = False
    """Whether it has a ``deletionTimestamp``."""

    ready: ConditionStatus | None = "True"
    """Status of its Ready condition; ``None`` when it has none."""

    ready_transition_time: float = 0.0
    """The Ready condition's ``lastTransitionTime``."""

    start_time: float | None = 0.0
    """``status.startTime``; ``None`` before the kubelet has seen the pod."""

    containers: tuple[Container, ...] = ()
    """Needed for utilization only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodSample:
    """One pod's value of a Pods metric or, summed over containers, a resource."""

    pod: str
    value_milli: int
    time: float = 0.0
    """When it was measured. Read for cpu only, as is *window_seconds*."""

    window_seconds: float = 60.0
    """Over which time it was measured (upstream's default is a minute)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerUsage:
    """What one container uses, as the resource metrics API reports it."""

    name: str
    usage_milli: Mapping[str, int] = field(default_factory=dict)
    """Resource name to usage in milli-units; no entry means not reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodUsage:
    """What one pod uses, as the resource metrics API (PodMetrics) reports it."""

    pod: str
    containers: tuple[ContainerUsage, ...]
    time: float = 0.0
    window_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class PodsReading:
    """Answer of the custom metrics API for a Pods metric."""

    samples: tuple[PodSample, ...]


@dataclass(frozen=True, slots=True)
class ObjectReading:
    """Answer of the custom metrics API for an Object metric."""

    value_milli: int


@dataclass(frozen=True, slots=True)
class ExternalReading:
    """Answer of the external metrics API: the value of every series found."""

    values_milli: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ResourceReading:
    """Answer of the resource metrics API for Resource and ContainerResource."""

    usages: tuple[PodUsage, ...]


Reading = PodsReading | ObjectReading | ExternalReading | ResourceReading | Failure
"""What came of asking for one metric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleView:
    """The scale subresource of the scale target."""

    spec_replicas: int
    """What the workload is asked to run: the *current* replicas."""

    status_replicas: int
    """How many pods it has; average values divide by this."""

    selector: str
    """``status.selector`` as text; the controller refuses an empty one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """All that one reconcile looks at."""

    scale: ScaleView | Failure
    pods: tuple[Pod, ...] | Failure = ()
    """The pods that the scale's selector finds."""

    readings: tuple[Reading, ...] = ()
    """One for each metric of the spec, in its order. May be empty when
    ``hpa.algorithm.decide.looks_at_metrics`` says that none is read."""

    rivals: tuple[str, ...] = ()
    """Names of other HPAs whose selectors find pods of this one. Read only
    with the switch ``refuses_shared_pods`` (Kubernetes 1.28)."""
