"""One HPA for a month: what it holds must not grow.

An ``Autoscaler`` in virtual time, a sync every 15 s, under a load with a daily
rhythm, noise and failures, with long windows and slow policies: everything that it
remembers is full within the first day.
"""

from __future__ import annotations

import gc
import math
import random
import tracemalloc
from typing import TYPE_CHECKING

import psutil

from benchmarks.measure import report
from hpa.algorithm.types import (
    Behavior,
    ExternalMetric,
    Pod,
    PodSample,
    PodsMetric,
    PodUsage,
    ScaleView,
    ScalingPolicy,
    ScalingRules,
    Spec,
)
from hpa.controller import Autoscaler
from hpa.errors import PortError

if TYPE_CHECKING:
    from hpa.algorithm.types import (
        Event,
        ObjectMetric,
        Status,
    )

SYNC_SECONDS = 15
WEEK_SECONDS = 7 * 24 * 3600
WEEKS = 4
MOST_TRACED_BYTES = 16 * 1024
"""Growth of Python's objects from the first to the last week: within noise."""

MOST_RESIDENT_BYTES = 1024 * 1024
"""Growth of the process: the allocator may keep a page or two."""

SLOW = (
    ScalingPolicy(type="Pods", value=2, period_seconds=1800),
    ScalingPolicy(type="Percent", value=20, period_seconds=60),
)
SPEC = Spec(
    max_replicas=12,
    metrics=(
        PodsMetric(name="requests", average_value_milli=100_000),
        ExternalMetric(name="orders", average_value_milli=5_000),
    ),
    behavior=Behavior(
        scale_up=ScalingRules(policies=SLOW, stabilization_window_seconds=60),
        scale_down=ScalingRules(policies=SLOW, stabilization_window_seconds=3600),
    ),
)


class Workload:
    """A Deployment and its metrics, behind all the ports of one HPA."""

    def __init__(self) -> None:
        self.replicas = 1
        self.seconds = 0
        self.recorded = 0
        self._random = random.Random(1)

    def read(self) -> ScaleView:
        """Show the scale; now and then there is none."""
        self._may_fail(0.001)
        return ScaleView(
            spec_replicas=self.replicas,
            status_replicas=self.replicas,
            selector="app=web",
        )

    def write(self, replicas: int) -> None:
        """Scale at once."""
        self.replicas = replicas

    def list(self, _selector: str) -> tuple[Pod, ...]:
        """List the pods, all of them ready."""
        return tuple(Pod(name=f"web-{n}") for n in range(self.replicas))

    def pods(self, _metric: PodsMetric, _selector: str) -> tuple[PodSample, ...]:
        """Share the load evenly."""
        self._may_fail(0.01)
        share = self._load() // self.replicas
        return tuple(
            PodSample(pod=f"web-{n}", value_milli=share) for n in range(self.replicas)
        )

    def external(self, _metric: ExternalMetric) -> tuple[int, ...]:
        """Count orders by the load."""
        self._may_fail(0.01)
        return (self._load() // 25,)

    def object(self, _metric: ObjectMetric) -> int:
        """Refuse: no metric of this spec describes an object."""
        raise PortError("no such object")

    def resource(self, _selector: str) -> tuple[PodUsage, ...]:
        """Refuse: no metric of this spec is a resource."""
        raise PortError("no such resource")

    def status(self, _status: Status) -> None:
        """Take a status."""
        self.recorded += 1

    def event(self, _event: Event) -> None:
        """Take an event."""
        self.recorded += 1

    def _load(self) -> int:
        day = math.sin(self.seconds / 86_400 * 2 * math.pi)
        return int(1000 * (500 + 400 * day) * self._random.uniform(0.7, 1.3))

    def _may_fail(self, chance: float) -> None:
        if self._random.random() < chance:
            raise PortError("not now")


def main() -> None:
    """Print what is held after each week."""
    workload = Workload()
    autoscaler = Autoscaler(
        SPEC, scale=workload, pods=workload, metrics=workload, sink=workload
    )
    process = psutil.Process()
    tracemalloc.start(1)
    traced, resident = [], []
    rows = []
    for week in range(1, WEEKS + 1):
        while workload.seconds < week * WEEK_SECONDS:
            workload.seconds += SYNC_SECONDS
            autoscaler.sync(float(workload.seconds))
        gc.collect()
        traced.append(tracemalloc.get_traced_memory()[0])
        resident.append(process.memory_info().rss)
        figures = f"{traced[-1]:,} traced, {resident[-1]:,} resident"
        rows.append((f"bytes after week {week}", figures, True))
    state = autoscaler.state
    remembered = len(state.recommendations)
    events = len(state.scale_up_events) + len(state.scale_down_events)
    grown, grown_resident = traced[-1] - traced[0], resident[-1] - resident[0]
    report(
        [
            *rows,
            ("remembered", f"{remembered} recommendations, {events} events", True),
            ("traced growth", f"{grown:,} bytes", grown <= MOST_TRACED_BYTES),
            (
                "resident growth",
                f"{grown_resident:,} bytes",
                grown_resident <= MOST_RESIDENT_BYTES,
            ),
        ]
    )


if __name__ == "__main__":
    main()
