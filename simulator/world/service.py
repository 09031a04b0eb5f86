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
        warm_up: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        """Serve *course*; each pod up to *capacity*, in the load's unit.

        *warm_up*: for how long after its first answer a pod can serve only
        which part of that.
        """
        self._warm_seconds, self._warm_share = warm_up
        self._cold: set[Pod] = set()
        self._breach_seconds = 0.0
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
        self._areas: dict[float | None, list[float]] = {}
        """For each ceiling: until when what lies below it is added up, and that."""

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
        if self._warm_seconds > 0 and self._warm_share < 1:
            self._cold.add(pod)
            self._clock.after(self._warm_seconds, lambda: self._warm(pod))
        self._welcome(pod)

    def silent(self, pod: Pod) -> None:
        """Learn that *pod*'s program no longer answers."""
        self._settle()
        pod.answers = False
        self.on_change()

    def _warm(self, pod: Pod) -> None:
        self._settle()
        self._cold.discard(pod)
        self.on_change()

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
        load, capacity = self.offered, self._capacity
        answering = [one for one in self._endpoints.values() if one.pod.answers]
        if capacity is not None and not self._cold:
            return math.fsum([min(load * one.share, capacity) for one in answering])
        return math.fsum(self._limited(load * one.share, one.pod) for one in answering)

    def load_of(self, pod: Pod) -> float:
        """Give *pod*'s load: a whole number of connections, or requests/s served."""
        endpoint = self._endpoints.get(pod)
        if endpoint is None:
            return 0.0
        load = self.offered
        if self._unit == "requests/s":
            return self._limited(load * endpoint.share, pod)
        # Cut at whole connections, so that all of them together are the load.
        first, end = endpoint.before, endpoint.before + endpoint.share
        return self._limited(float(_whole(load * end) - _whole(load * first)), pod)

    def served_by(self, pod: Pod) -> float:
        """Give all that *pod* has served, in the load's unit x seconds."""
        served, endpoint = self._served.get(pod, 0.0), self._endpoints.get(pod)
        return served if endpoint is None else served + self._since(endpoint)

    @property
    def totals(self) -> tuple[float, float]:
        """All load that was offered, and all that was served, since the start."""
        self._settle()
        offered = self._course.integral(0.0, self._clock.now)
        return offered, math.fsum(self._served.values())

    @property
    def breach_seconds(self) -> float:
        """For how long, up to now, not all of the load was served."""
        self._settle()
        return self._breach_seconds

    # How it is computed.

    def _capacity_of(self, pod: Pod) -> float | None:
        if self._capacity is None:
            return None
        return self._capacity * (self._warm_share if pod in self._cold else 1.0)

    def _limited(self, load: float, pod: Pod) -> float:
        capacity = self._capacity_of(pod)
        return load if capacity is None else min(load, capacity)

    def _bearable(self) -> float:
        """Tell the load above which some of it is lost, as it is spread now."""
        if not all(one.pod.answers for one in self._endpoints.values() if one.share):
            return 0.0
        limits = [math.inf if self._endpoints else 0.0]
        for one in self._endpoints.values():
            capacity = self._capacity_of(one.pod)
            if capacity is not None and one.share > 0:
                limits.append(capacity / one.share)
        return min(limits)

    def _settle(self) -> None:
        """Add up what was served since the last change: something changes now."""
        start, end = self._settled_at, self._clock.now
        if end > start:
            # What is left of rounding is no breach.
            bearable = self._bearable() * (1 + 1e-9)
            self._breach_seconds += self._course.seconds_above(bearable, start, end)
            for endpoint in self._endpoints.values():
                pod = endpoint.pod
                self._served[pod] = self._served.get(pod, 0.0) + self._since(endpoint)
        self._settled_at = end
        self._areas.clear()

    def _since(self, endpoint: Endpoint) -> float:
        """Give what *endpoint* has served since the last change.

        Most endpoints have the same share: what lies below its ceiling is
        integrated once for all, and from one question to the next.
        """
        share = endpoint.share
        if not endpoint.pod.answers or share <= 0:
            return 0.0
        ceiling, now = self._capacity, self._clock.now
        if ceiling is not None:
            if self._cold and endpoint.pod in self._cold:
                ceiling *= self._warm_share
            ceiling /= share  # from this load on it serves no more than it can
        known = self._areas.get(ceiling)
        if known is None:
            known = self._areas[ceiling] = [self._settled_at, 0.0]
        until = known[0]
        if now > until:
            known[1] += self._course.integral(until, now, ceiling=ceiling)
            known[0] = now
        return share * known[1]

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
        self.on_change()

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
