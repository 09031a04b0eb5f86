"""A small world in memory behind the controller's ports.

Only what the ports say; no autoscaling in here. Set a field to a ``PortError`` to
have that part of the world fail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from hpa.algorithm.types import (
    ContainerUsage,
    Event,
    ExternalMetric,
    ObjectMetric,
    Pod,
    PodSample,
    PodsMetric,
    PodUsage,
    ScaleView,
    Status,
)
from hpa.errors import PortError

if TYPE_CHECKING:
    from hpa.ports import MetricsPort, PodsPort, ScalePort, Sink

T = TypeVar("T")


def _given(value: T | PortError) -> T:
    if isinstance(value, PortError):
        raise value
    return value


@dataclass
class MemoryScale:
    """A scale target that runs what it is asked to, at once."""

    replicas: int = 1
    selector: str = "app=web"
    unreadable: PortError | None = None
    unwritable: PortError | None = None
    writes: list[int] = field(default_factory=list)

    def read(self) -> ScaleView:
        """Show the scale, unless it is unreadable."""
        _given(self.unreadable)
        return ScaleView(
            spec_replicas=self.replicas,
            status_replicas=self.replicas,
            selector=self.selector,
        )

    def write(self, replicas: int) -> None:
        """Take the new size, unless it is unwritable."""
        _given(self.unwritable)
        self.writes.append(replicas)
        self.replicas = replicas


@dataclass
class MemoryPods:
    """Running, ready pods of a scale, whatever its selector."""

    scale: MemoryScale
    unlistable: PortError | None = None
    selectors: list[str] = field(default_factory=list)

    def list(self, selector: str) -> tuple[Pod, ...]:
        """List as many pods as the scale has replicas."""
        self.selectors.append(selector)
        _given(self.unlistable)
        return tuple(Pod(name=f"pod-{n}") for n in range(self.scale.replicas))


@dataclass
class MemoryMetrics:
    """Metrics of everything, each with one value."""

    scale: MemoryScale
    per_pod_milli: int | PortError = 10_000
    object_milli: int | PortError = 10_000
    external_milli: tuple[int, ...] | PortError = (10_000,)
    cpu_milli: int | PortError = 100
    asked: list[str] = field(default_factory=list)

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Give every pod the same value."""
        self.asked.append(f"pods {metric.name} {selector}")
        value = _given(self.per_pod_milli)
        return tuple(
            PodSample(pod=f"pod-{n}", value_milli=value)
            for n in range(self.scale.replicas)
        )

    def object(self, metric: ObjectMetric) -> int:
        """Give the object's value."""
        self.asked.append(f"object {metric.name}")
        return _given(self.object_milli)

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Give the external series."""
        self.asked.append(f"external {metric.name}")
        return _given(self.external_milli)

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Give every pod one container with the same cpu."""
        self.asked.append(f"resource {selector}")
        usage = {"cpu": _given(self.cpu_milli)}
        return tuple(
            PodUsage(
                pod=f"pod-{n}",
                containers=(ContainerUsage(name="app", usage_milli=usage),),
            )
            for n in range(self.scale.replicas)
        )


@dataclass
class MemoryRivals:
    """Other HPAs that find the same pods."""

    names: tuple[str, ...] | PortError = ()
    selectors: list[str] = field(default_factory=list)

    def find(self, selector: str) -> tuple[str, ...]:
        """Name them, unless nobody can."""
        self.selectors.append(selector)
        return _given(self.names)


@dataclass
class MemorySink:
    """Keeps what the controller reported."""

    statuses: list[Status] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unwritable: PortError | None = None

    def status(self, status: Status) -> None:
        """Keep a status, unless it is unwritable."""
        _given(self.unwritable)
        self.statuses.append(status)

    def event(self, event: Event) -> None:
        """Keep an event."""
        self.events.append(event)


def as_ports(
    scale: MemoryScale, pods: MemoryPods, metrics: MemoryMetrics, sink: MemorySink
) -> tuple[ScalePort, PodsPort, MetricsPort, Sink]:
    """Pass the four off as the ports that they are; mypy holds them to it."""
    return scale, pods, metrics, sink
