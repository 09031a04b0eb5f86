"""The memory limit: a replica that uses more is killed and started again.

A replica uses a base and so much for each unit of its load. The kubelet waits
longer before each restart: 10 s, 20 s, and so on up to 5 min.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from simulator.clock import Clock, Plan
    from simulator.loads.polyline import Polyline
    from simulator.sections.service import ServiceSection
    from simulator.world.kubelet import Kubelet
    from simulator.world.pods import Pod
    from simulator.world.requests import RequestService
    from simulator.world.service import Service

FIRST_PAUSE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 300.0


class MemoryLimit:
    """Watches all replicas; look again whenever the load is spread anew."""

    def __init__(
        self,
        clock: Clock,
        section: ServiceSection,
        course: Polyline,
        *,
        service: Service | RequestService,
        kubelet: Kubelet,
    ) -> None:
        self._clock = clock
        self._course = course
        self._service = service
        self._kubelet = kubelet
        self._bearable = bearable_load(section)
        self._planned: Plan | None = None
        self._pauses: dict[Pod, float] = {}
        self.kills: list[tuple[float, str]] = []
        """When which pod was killed."""

    def look(self) -> None:
        """Plan for the first replica that will use too much."""
        if self._planned is not None:
            self._planned.cancel()
        moments = [
            (moment, one.pod.number, one.pod)
            for one in self._service.endpoints
            if one.pod.answers and one.share > 0
            for moment in [self._exceeds_at(one.share)]
            if moment is not None
        ]
        if moments:
            moment, _, pod = min(moments, key=lambda found: found[:2])
            self._planned = self._clock.at(moment, lambda: self._kill(pod))

    def _exceeds_at(self, share: float) -> float | None:
        return self._course.first_above(self._bearable / share, start=self._clock.now)

    def _kill(self, pod: Pod) -> None:
        if not pod.active or not pod.answers:
            return
        pause = self._pauses.get(pod, 0.0)
        following = min(LONGEST_PAUSE_SECONDS, max(FIRST_PAUSE_SECONDS, pause * 2))
        self._pauses[pod] = following
        self.kills.append((self._clock.now, pod.name))
        self._kubelet.kill(pod, following)


def bearable_load(section: ServiceSection) -> float:
    """Give the load at which a replica reaches its memory limit.

    >>> from simulator.sections.service import ExposedSeries, ServiceSection
    >>> bearable_load(
    ...     ServiceSection(
    ...         name="web",
    ...         series=(ExposedSeries(name="hits"),),
    ...         memory_limit="116Mi",
    ...         memory_base="16Mi",
    ...         memory_per_load="1Mi",
    ...     )
    ... )
    100.0
    """
    each = Quantity.parse(section.memory_per_load).milli_value
    if not section.memory_limit or each <= 0:
        return math.inf
    limit = Quantity.parse(section.memory_limit).milli_value
    base = Quantity.parse(section.memory_base).milli_value
    return max(0.0, (limit - base) / each)
