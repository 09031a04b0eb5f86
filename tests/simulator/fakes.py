"""Stand-ins for the ports of the autoscaler, for the simulator's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.types import PodSample
from hpa.errors import PortError

if TYPE_CHECKING:
    from hpa.algorithm.types import ExternalMetric, ObjectMetric, PodsMetric, PodUsage


class FakeMetrics:
    """A metrics port that serves one value for one pod, or nothing."""

    def __init__(self) -> None:
        self._value_milli: int | None = None

    def serve(self, value_milli: int | None) -> None:
        """From now on answer with *value_milli*; ``None`` for an error."""
        self._value_milli = value_milli

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Answer for the pod web-1."""
        return (PodSample(pod="web-1", value_milli=self._read(metric.name, selector)),)

    def object(self, metric: ObjectMetric) -> int:
        """Answer for any object."""
        return self._read(metric.name, "")

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Answer with one series."""
        return (self._read(metric.name, ""),)

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Refuse."""
        raise PortError(f"no usage for {selector}")

    def _read(self, name: str, selector: str) -> int:
        if self._value_milli is None:
            raise PortError(f"no {name} for {selector}")
        return self._value_milli
