"""Given metric values as a metrics API: no series, no rule, no query."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from adapter_rules import values
from hpa.algorithm.types import ContainerUsage, PodSample, PodUsage
from hpa.errors import PortError
from simulator.testing.notation import Gap, Stale, parse_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.algorithm.types import ExternalMetric, ObjectMetric, PodsMetric
    from simulator.testing.file import MetricValues
    from simulator.testing.notation import Step
    from simulator.testing.workload import TestedWorkload, Watch

_RESOURCES = ("cpu", "memory")


class GivenMetrics:
    """Answers with the values of a test. MetricsPort of ``hpa.ports``."""

    def __init__(
        self,
        watch: Watch,
        given: Sequence[MetricValues],
        *,
        interval: float,
        workload: TestedWorkload,
    ) -> None:
        """Answer with the value of the last whole *interval* (seconds)."""
        self._watch = watch
        self._given = {one.metric: parse_values(one.values) for one in given}
        self._interval = interval
        self._workload = workload

    def pods(self, metric: PodsMetric, selector: str) -> tuple[PodSample, ...]:
        """Answer with the same value for each pod."""
        del selector
        value = self._milli(metric.name)
        return tuple(
            PodSample(pod=name, value_milli=value, time=self._watch.now)
            for name in self._workload.names
        )

    def object(self, metric: ObjectMetric) -> int:
        """Answer for any object."""
        return self._milli(metric.name)

    def external(self, metric: ExternalMetric) -> tuple[int, ...]:
        """Answer with one series."""
        return (self._milli(metric.name),)

    def resource(self, selector: str) -> tuple[PodUsage, ...]:
        """Answer with the same usage of each pod, in cores and bytes."""
        usage = {
            name: self._milli(name)
            for name in _RESOURCES
            if not isinstance(self._step(name), Gap | Stale)
        }
        containers = {
            pod.name: tuple(
                ContainerUsage(name=container.name, usage_milli=usage)
                for container in pod.containers
            )
            for pod in self._workload.list(selector)
        }
        return tuple(
            PodUsage(pod=name, containers=found, time=self._watch.now)
            for name, found in containers.items()
        )

    def _milli(self, metric: str) -> int:
        step = self._step(metric)
        if isinstance(step, Gap | Stale):
            raise PortError(f"the server could not find the metric {metric}")
        return values.milli(step)

    def _step(self, metric: str) -> Step:
        steps = self._given.get(metric)
        if steps is None:
            return Gap()
        index = math.floor(self._watch.now / self._interval + 1e-9)
        return steps[min(index, len(steps) - 1)]
