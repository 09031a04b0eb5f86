"""The service: how the load spreads over its pods, and what they serve of it.

Load is a fluid: shares of it, not single requests. Between two changes every
pod's share is constant, and what it served is integrated exactly. What a pod
exposes of that is the exporter's business.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.phases import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.clock import Clock
    from simulator.loads.base import LoadUnit
    from simulator.loads.polyline import Polyline
    from simulator.world.pods import Pod

REOPENING_STEPS = 10
"""In so many steps a load of connections moves over to a new spread."""


@dataclass(slots=True, eq=False)
class Endpoint:
    """One pod that the load is routed to."""

    pod: Pod
    share: float
    """Its part of all the load, from 0 to 1."""

    moved_from: float = 0.0
    """Its share when the spread last began to change."""

    before: float = 0.0
    """The shares of all endpoints that joined earlier."""


class Service:
    """The load, and the endpoints that share it.

    A load of requests goes to all endpoints alike from one moment to the next.
    Connections stay where they are until they are re-opened: within
    *reopen_seconds* all have been, and lie evenly.
    """

    def __init__(
        self,
        clock: Clock,
        course: Polyline,
        *,
        unit: LoadUnit,
        capacity: float | None,
        reopen_seconds: float,
    ) -> None:
        """Serve *course*; each pod up to *capacity*, in the load's unit."""
        self._clock = clock
        self._course = course
        self._unit = unit
        self._capacity = capacity
        self._reopen_seconds = reopen_seconds
        self._endpoints: dict[Pod, Endpoint] = {}

        self.on_change: Callable[[], None] = lambda: None
        """Told whenever the endpoints, or what they can serve, change."""

        self.on_first_request: Callable[[Pod], None] = lambda _: None
        """Told when a pod has served its first request."""

        self._served: dict[Pod, float] = {}
        self._settled_at = clock.now
        self._spread = 0

    # What happens to the endpoints.

    def join(self, pod: Pod) -> None:
        """Route load to *pod* from now on."""
        self._settle()
        share = 0.0 if self._endpoints else 1.0
        self._endpoints[pod] = Endpoint(pod, share)
        self._respread()
        self._welcome(pod)

    def leave(self, pod: Pod) -> None:
        """Route no more load to *pod*: the others get its share at once."""
        if pod not in self._endpoints:
            return
        self._settle()
        del self._endpoints[pod]
        left = self.endpoints
        free = 1.0 - math.fsum(one.share for one in left)
        for endpoint in left:
            endpoint.share += free / len(left)
        self._respread()
        self.on_change()

    def answering(self, pod: Pod) -> None:
        """Learn that *pod*'s program has started up: from now on it answers."""
        self._settle()
        pod.answers = True
        self._welcome(pod)

    def _welcome(self, pod: Pod) -> None:
        """Plan the first request of a pod that is an endpoint and answers."""
        if pod.answers and pod in self._endpoints:
            moment = self._first_request_at()
            if moment is not None:
                self._clock.at(moment, lambda: self._serve_first(pod))
        self.on_change()

    # What one may ask about this moment.

    @property
    def endpoints(self) -> list[Endpoint]:
        """The pods that load is routed to, in the order in which they joined."""
        return list(self._endpoints.values())

    @property
    def offered(self) -> float:
        """The load that there is, in its unit."""
        return self._course.at(self._clock.now)

    @property
    def serving(self) -> float:
        """How much of it is served."""
        load = self.offered
        return math.fsum(
            self._limited(load * one.share) for one in self.endpoints if one.pod.answers
        )

    def load_of(self, pod: Pod) -> float:
        """Give *pod*'s load: a whole number of connections, or requests/s served."""
        endpoint = self._endpoints.get(pod)
        if endpoint is None:
            return 0.0
        load = self.offered
        if self._unit == "requests/s":
            return self._limited(load * endpoint.share)
        # Cut at whole connections, so that all of them together are the load.
        first, end = endpoint.before, endpoint.before + endpoint.share
        return self._limited(float(_whole(load * end) - _whole(load * first)))

    def served_by(self, pod: Pod) -> float:
        """Give all that *pod* has served, in the load's unit x seconds."""
        self._settle()
        return self._served.get(pod, 0.0)

    @property
    def totals(self) -> tuple[float, float]:
        """All load that was offered, and all that was served, since the start."""
        self._settle()
        offered = self._course.integral(0.0, self._clock.now)
        return offered, math.fsum(self._served.values())

    # How it is computed.

    def _limited(self, load: float) -> float:
        return load if self._capacity is None else min(load, self._capacity)

    def _settle(self) -> None:
        """Add up what was served since the last change."""
        start, end = self._settled_at, self._clock.now
        self._settled_at = end
        if end <= start:
            return
        for endpoint in self._endpoints.values():
            if endpoint.pod.answers and endpoint.share > 0:
                served = self._integral(endpoint.share, start, end)
                pod = endpoint.pod
                self._served[pod] = self._served.get(pod, 0.0) + served

    def _integral(self, share: float, start: float, end: float) -> float:
        """Integrate ``min(share x load, capacity)``."""
        ceiling = None if self._capacity is None else self._capacity / share
        return share * self._course.integral(start, end, ceiling=ceiling)

    def _respread(self) -> None:
        """Begin to move to an even spread."""
        self._spread += 1
        for endpoint in self._endpoints.values():
            endpoint.moved_from = endpoint.share
        self._add_up()
        if self._unit == "requests/s" or self._reopen_seconds == 0:
            self._move(self._spread, REOPENING_STEPS)
        else:
            self._plan_move(self._spread, 1)

    def _add_up(self) -> None:
        """Note what lies before each endpoint, now that shares have changed."""
        before = 0.0
        for endpoint in self._endpoints.values():
            endpoint.before = before
            before += endpoint.share

    def _plan_move(self, spread: int, step: int) -> None:
        # Each step lies in the middle of the time that its share stands for.
        wait = self._reopen_seconds / REOPENING_STEPS * (0.5 if step == 1 else 1.0)
        self._clock.after(wait, lambda: self._move(spread, step))

    def _move(self, spread: int, step: int) -> None:
        """Take one step towards the even spread, unless another has begun."""
        if spread != self._spread or not self._endpoints:
            return
        self._settle()
        even, progress = 1.0 / len(self._endpoints), step / REOPENING_STEPS
        for endpoint in self._endpoints.values():
            move = (even - endpoint.moved_from) * progress
            endpoint.share = endpoint.moved_from + move
        self._add_up()
        if step < REOPENING_STEPS:
            self._plan_move(spread, step + 1)

    def _first_request_at(self) -> float | None:
        """Tell when one request's worth of load will have come to one more pod.

        Routed evenly, that is when as many have come to the service as it has
        endpoints; a connection counts when it is (re-)opened.
        """
        area = float(len(self._endpoints))
        if self._unit == "connections":
            area *= self._reopen_seconds
        return self._course.when(area, start=self._clock.now)

    def _serve_first(self, pod: Pod) -> None:
        if not pod.active or pod not in self._endpoints:
            return
        if not pod.reached(Milestone.FIRST_REQUEST):
            pod.milestones[Milestone.FIRST_REQUEST] = self._clock.now
            self.on_first_request(pod)


def _whole(connections: float) -> int:
    """Cut off a fraction, but not one that is only rounding."""
    return math.floor(connections + 1e-6)
