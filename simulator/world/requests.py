"""The *requests* load model: a service of single customers.

They come as a Poisson process that follows the load, go to an endpoint by
chance, and wait there. Looks to the rest of the world like ``service.Service``.
Between two looks nothing happens: then all that have come meanwhile are served.
"""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

from octoscale.core.phases import Milestone
from simulator.world.service import Endpoint
from simulator.world.station import Station

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from simulator.clock import Clock
    from simulator.loads.polyline import Polyline
    from simulator.sections.requests import RequestsSection
    from simulator.streams import Streams
    from simulator.world.pods import Pod

LOOK_SECONDS = 1.0
"""How often is looked what has come, even if nobody asks."""

CONNECTIONS = 256
"""With keep-alive, over so many connections the requests come."""


class RequestService:
    """The load as single requests, and the endpoints that serve them."""

    def __init__(
        self,
        clock: Clock,
        course: Polyline,
        *,
        options: RequestsSection,
        streams: Streams,
    ) -> None:
        """Serve *course* (requests a second)."""
        self._clock = clock
        self._course = course
        self._options = options
        self._arrivals = arrivals(course, streams.stream("arrivals"))
        self._next = next(self._arrivals, math.inf)
        self._routes = streams.stream("routes")
        self._times = _service_times(options, streams.stream("service"))
        self._patience = options.timeout_seconds.value or math.inf
        self._stations: dict[Pod, Station] = {}
        self._endpoints: dict[Pod, Endpoint] = {}
        self._pods: list[Pod] = []
        self._connections: list[tuple[Pod | None, int]] = [(None, 0)] * CONNECTIONS
        self._recent: dict[Pod, deque[float]] = {}
        self._lost_at: deque[float] = deque()
        self._bad_seconds: set[int] = set()
        self._lost = self._late = 0
        self.responses: list[float] = []
        """How long each served request took, in the order of arrival."""

        self.on_change: Callable[[], None] = lambda: None
        """Told whenever the endpoints change."""

        self.on_first_request: Callable[[Pod], None] = lambda _: None
        """Told when a pod has served its first request."""

        clock.every(LOOK_SECONDS, self._catch_up, first=LOOK_SECONDS)

    # What happens to the endpoints.

    def join(self, pod: Pod) -> None:
        """Route requests to *pod* from now on."""
        self._catch_up()
        self._endpoints[pod] = Endpoint(pod, 0.0)
        self._station(pod)
        self._respread()

    def leave(self, pod: Pod) -> None:
        """Route no more requests to *pod*; those it has it serves."""
        if pod in self._endpoints:
            self._catch_up()
            del self._endpoints[pod]
            self._respread()

    def answering(self, pod: Pod) -> None:
        """Learn that *pod*'s program has started up."""
        self._catch_up()
        pod.answers = True
        self.on_change()

    def silent(self, pod: Pod) -> None:
        """Learn that *pod* no longer answers: what it had is lost."""
        self._catch_up()
        pod.answers = False
        for _ in range(self._station(pod).kill(self._clock.now)):
            self._lose(self._clock.now)
        self.on_change()

    # What one may ask about this moment.

    @property
    def endpoints(self) -> list[Endpoint]:
        """The pods that requests are routed to."""
        return list(self._endpoints.values())

    @property
    def offered(self) -> float:
        """Requests a second that come, on average."""
        return self._course.at(self._clock.now)

    @property
    def serving(self) -> float:
        """Of those, what was not lost in the last second."""
        self._catch_up()
        now = self._clock.now
        while self._lost_at and self._lost_at[0] <= now - 1:
            self._lost_at.popleft()
        return max(0.0, self.offered - len(self._lost_at))

    def load_of(self, pod: Pod) -> float:
        """Give the requests that *pod* has finished in the last second."""
        self._catch_up()
        ends, now = self._recent.get(pod, deque()), self._clock.now
        while ends and ends[0] <= now - 1:
            ends.popleft()
        return float(sum(end <= now for end in ends))

    def served_by(self, pod: Pod) -> float:
        """Give how many requests *pod* has finished."""
        self._catch_up()
        station = self._station(pod)
        station.settle(self._clock.now)
        return float(station.finished)

    @property
    def totals(self) -> tuple[float, float]:
        """How many requests were decided, and how many of those served.

        Those that wait or are served at this moment count as neither.
        """
        self._catch_up()
        served = 0
        for station in self._stations.values():
            station.settle(self._clock.now)
            served += station.finished
        return float(served + self._lost), float(served)

    @property
    def late(self) -> float:
        """How many took longer than is wanted."""
        return float(self._late)

    @property
    def breach_seconds(self) -> float:
        """In how many seconds a request came that was lost or late."""
        self._catch_up()
        return float(len(self._bad_seconds))

    @property
    def percentiles(self) -> tuple[float, float, float]:
        """Median, 95th and 99th percentile of the response times; 0 without any."""
        ordered = sorted(self.responses)
        if not ordered:
            return 0.0, 0.0, 0.0
        last = len(ordered) - 1
        median, high, highest = (
            ordered[min(last, math.ceil(share * len(ordered)) - 1)]
            for share in (0.5, 0.95, 0.99)
        )
        return median, high, highest

    # How it is done.

    def _station(self, pod: Pod) -> Station:
        if pod not in self._stations:
            options = self._options
            self._stations[pod] = Station(
                options.concurrency, options.queue, self._patience
            )
            self._recent[pod] = deque()
        return self._stations[pod]

    def _respread(self) -> None:
        self._pods = list(self._endpoints)
        for endpoint in self._endpoints.values():
            endpoint.share = 1.0 / len(self._pods)
        self.on_change()

    def _catch_up(self) -> None:
        """Serve all that have come by now."""
        now = self._clock.now
        while self._next <= now:
            self._serve(self._next)
            self._next = next(self._arrivals, math.inf)

    def _serve(self, time: float) -> None:
        pod = self._route()
        if pod is None or not pod.answers:
            self._lose(time)
            return
        end = self._stations[pod].arrive(time, next(self._times))
        if end is None:
            self._lose(time)
            return
        self._recent[pod].append(end)
        self.responses.append(end - time)
        if end - time > self._options.late_seconds.value:
            self._late += 1
            self._bad_seconds.add(int(time))
        if not pod.reached(Milestone.FIRST_REQUEST):
            pod.milestones[Milestone.FIRST_REQUEST] = end
            self._clock.at(end, lambda: self.on_first_request(pod))

    def _route(self) -> Pod | None:
        """Choose an endpoint: by chance, or that of the request's connection."""
        if not self._pods:
            return None
        chance = self._routes
        if self._options.keep_alive_requests == 1:
            return self._pods[int(chance.random() * len(self._pods))]
        number = int(chance.random() * CONNECTIONS)
        pod, left = self._connections[number]
        if pod is None or left == 0 or pod not in self._endpoints:
            pod = self._pods[int(chance.random() * len(self._pods))]
            left = self._options.keep_alive_requests
        self._connections[number] = (pod, left - 1)
        return pod

    def _lose(self, time: float) -> None:
        self._lost += 1
        self._lost_at.append(time)
        self._bad_seconds.add(int(time))


def arrivals(course: Polyline, chance: Random) -> Iterator[float]:
    """Give the times of a Poisson process whose rate is *course*."""
    knots = course.knots
    pieces = [(0.0, knots[0][0], knots[0][1], 0.0)]
    pieces += [
        (left, right, low, (high - low) / (right - left))
        for (left, low), (right, high) in pairwise(knots)
        if right > left
    ]
    pieces.append((knots[-1][0], math.inf, knots[-1][1], 0.0))
    missing = chance.expovariate(1.0)
    for start, end, first, slope in pieces:
        time = start
        while True:
            rate = first + slope * (time - start)
            left = _area(rate, slope, end - time)
            if not missing < left:
                missing -= left
                break
            # Solve rate x + slope x^2 / 2 = missing, in its stable form.
            root = math.sqrt(max(0.0, rate * rate + 2 * slope * missing))
            time += 2 * missing / (rate + root)
            yield time
            missing = chance.expovariate(1.0)


def _area(rate: float, slope: float, length: float) -> float:
    """Give the area below a line that begins at *rate*."""
    if slope == 0:
        return rate * length if rate > 0 else 0.0
    return length * (rate + slope * length / 2)


def _service_times(options: RequestsSection, chance: Random) -> Iterator[float]:
    mean, kind = options.service_seconds.value, options.distribution
    if kind == "lognormal":
        spread = math.sqrt(math.log(1 + options.variation.value**2))
        middle = math.log(mean) - spread**2 / 2
        while True:
            yield chance.lognormvariate(middle, spread)
    while True:
        yield chance.expovariate(1 / mean) if kind == "exponential" else mean
