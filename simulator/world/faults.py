"""Parts that do not work for a while, each in front of the part that does.

The parts themselves know nothing of it. Which breaks when is in the scenario
(``simulator.sections.faults``); a lost node is the kubelet's business.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpa.errors import PortError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.algorithm.types import (
        ExternalMetric,
        ObjectMetric,
        PodSample,
        PodsMetric,
        PodUsage,
        ScaleView,
    )
    from hpa.ports import MetricsPort, ScalePort
    from simulator.clock import Clock
    from simulator.sections.faults import Fault, FaultKind
    from simulator.sections.service import ExposedSeries
    from simulator.world.exporter import Exporter
    from simulator.world.pods import Pod

Answer = list[tuple["ExposedSeries", float]]
"""What an exporter says: each of its series with a value."""


class Faults:
    """Which parts are broken at this moment."""

    def __init__(self, clock: Clock, faults: Sequence[Fault] = ()) -> None:
        self._clock = clock
        self._faults = tuple(faults)

    def find(self, kind: FaultKind) -> Fault | None:
        """Give the fault of a kind that is there now, if one is."""
        now = self._clock.now
        for fault in self._faults:
            begins, ends = fault.at_seconds, fault.at_seconds + fault.for_seconds
            if fault.kind == kind and begins <= now < ends:
                return fault
        return None

    def has(self, kind: FaultKind) -> bool:
        """Tell whether something of a kind is broken now."""
        return self.find(kind) is not None


class FaultyExporter:
    """Exporters that may say nothing, or something wrong."""

    def __init__(self, exporter: Exporter, faults: Faults) -> None:
        self._exporter = exporter
        self._faults = faults
        self._held: dict[Pod, Answer] = {}

    def expose(self, pod: Pod) -> Answer | None:
        """Give every series of *pod* as a scrape finds it; ``None``: no answer."""
        answer, faults = self._exporter.expose(pod), self._faults
        if answer is None or (faults.has("metric_partial") and pod.number % 2):
            return None
        if faults.has("metric_lost"):
            return []
        if faults.has("metric_zero"):
            return [(series, 0.0) for series, _ in answer]
        if faults.has("metric_nan"):
            return [(series, math.nan) for series, _ in answer]
        if faults.has("metric_stale"):
            return self._held.setdefault(pod, answer)
        self._held[pod] = answer
        return answer


class FaultyMetrics:
    """A metrics API that may not be there. MetricsPort of ``hpa.ports``."""

    def __init__(self, metrics: MetricsPort, faults: Faults) -> None:
        self._metrics = metrics
        self._faults = faults

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Answer for the pods that *selector* finds."""
        self._check("custom.metrics.k8s.io")
        return self._metrics.pods(metric, selector)

    def object(self, metric: ObjectMetric) -> int:
        """Answer for one object."""
        self._check("custom.metrics.k8s.io")
        return self._metrics.object(metric)

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Answer with every series that is found."""
        self._check("external.metrics.k8s.io")
        return self._metrics.external(metric)

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Answer with what the containers use."""
        return self._metrics.resource(selector)

    def _check(self, group: str) -> None:
        if self._faults.has("adapter"):
            raise PortError(
                "the server is currently unable to handle the request (get "
                f"{group}: no endpoints available for service)"
            )
        if self._faults.has("prometheus"):
            raise PortError(
                "Internal error occurred: unable to fetch metrics from Prometheus"
            )


class FaultyScale:
    """A scale that may not be readable. ScalePort of ``hpa.ports``."""

    def __init__(self, scale: ScalePort, faults: Faults) -> None:
        self._scale = scale
        self._faults = faults

    def read(self) -> ScaleView:
        """Read replicas and selector."""
        self._check()
        return self._scale.read()

    def write(self, replicas: int) -> None:
        """Ask for *replicas*."""
        self._check()
        self._scale.write(replicas)

    def _check(self) -> None:
        if self._faults.has("api_server"):
            raise PortError("the API server does not answer")
