"""What the controller needs from outside, each as one narrow port.

Only the shapes: the simulator, a cluster or a test drives them. Every method
but the sink's events raises ``hpa.errors.PortError`` for what could not be had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hpa.algorithm.types import (
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


class ScalePort(Protocol):
    """The scale subresource of the one workload that an HPA scales."""

    def read(self) -> ScaleView:
        """Read replicas and selector; a missing kind or object is an error."""
        ...

    def write(self, replicas: int) -> None:
        """Ask for *replicas*; somebody else's change in between is an error."""
        ...


class PodsPort(Protocol):
    """The pods of the HPA's namespace."""

    def list(self, selector: str) -> tuple[Pod, ...]:
        """List the pods that *selector* (text form) finds, in any state."""
        ...


class MetricsPort(Protocol):
    """The three metrics APIs, as the controller's clients ask them.

    An answer without any value is an error of the real clients; the algorithm
    checks that itself, so an empty tuple may be returned as it is.
    """

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Ask ``custom.metrics.k8s.io`` for one value for each pod found."""
        ...

    def object(self, metric: ObjectMetric) -> int:
        """Ask ``custom.metrics.k8s.io`` for one object's value, in milli-units."""
        ...

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Ask ``external.metrics.k8s.io`` for all series, in milli-units."""
        ...

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Ask ``metrics.k8s.io`` what the containers of the pods found use."""
        ...


class RivalsPort(Protocol):
    """The other HPAs of the namespace, as far as they find the same pods.

    Asked only by controllers that refuse shared pods (Kubernetes 1.28 and later).
    """

    def find(self, selector: str) -> tuple[str, ...]:
        """Name the other HPAs whose selectors find pods that *selector* finds."""
        ...


class Sink(Protocol):
    """Where the controller reports to."""

    def status(self, status: Status) -> None:
        """Write the HPA's status; called only when it changed."""
        ...

    def event(self, event: Event) -> None:
        """Record an event. Best effort: failures stay inside, as upstream."""
        ...
