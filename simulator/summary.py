"""What a run comes to: served and lost, cost, breach, scalings, over and under.

Computed from a trace alone, so that a saved one can be read anew. How it is
shown is ``simulator.reporting``'s business.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.trace import Sync, Trace

FLAP_SECONDS = 600.0
"""A rescale against the direction of the last one counts as a flap when it
follows within so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of one run. Loads are in unit x seconds (see the trace)."""

    load_model: str
    offered: float
    served: float
    lost: float
    late: float | None
    """Served after the clients' patience; ``None`` in the *fluid* model."""

    p50_seconds: float | None
    """Response times; ``None`` in the *fluid* model."""

    p95_seconds: float | None
    p99_seconds: float | None
    pod_hours: float
    breach_seconds: float
    """For how long some of the load was not served."""

    scalings: int
    flaps: int
    most_replicas: int
    overshoot_replicas: int | None
    """How many replicas more than the load needed were asked for, at most;
    ``None`` when a replica's capacity is not stated."""

    undershoot_replicas: int | None
    """How many fewer than the load needed were ready, at most."""

    shortest_peak_seconds: float | None
    """From the first loss under rising load until all of it is served again: a
    shorter peak is over before new replicas help. 0 when nothing was lost;
    ``None`` when it was lost to the end, or the load never rose."""

    memory_kills: int

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data, in this order."""
        return asdict(self)


def summarize(trace: Trace) -> Summary:
    """Compute the summary of one run."""
    over, under = _shoots(trace)
    waits = trace.response_seconds
    return Summary(
        load_model=trace.load_model,
        offered=trace.totals.offered,
        served=trace.totals.served,
        lost=trace.totals.lost,
        late=trace.totals.late,
        p50_seconds=None if waits is None else waits[0],
        p95_seconds=None if waits is None else waits[1],
        p99_seconds=None if waits is None else waits[2],
        pod_hours=pod_hours(trace),
        breach_seconds=trace.totals.breach_seconds,
        scalings=sum(sync.rescaled for sync in trace.syncs),
        flaps=_flaps(trace.syncs),
        most_replicas=max(point.desired for point in trace.replicas),
        overshoot_replicas=over,
        undershoot_replicas=under,
        shortest_peak_seconds=_shortest_peak(trace),
        memory_kills=len(trace.kills),
    )


def pod_hours(trace: Trace) -> float:
    """Add up the replicas over time: what the run costs."""
    ends = [*(point.time for point in trace.replicas[1:]), trace.ended_at]
    seconds = math.fsum(
        point.current * (end - point.time)
        for point, end in zip(trace.replicas, ends, strict=True)
    )
    return seconds / 3600


def _flaps(syncs: tuple[Sync, ...]) -> int:
    steps = [
        (sync.time, (sync.desired or 0) > (sync.current or 0))
        for sync in syncs
        if sync.rescaled
    ]
    return sum(
        up != later_up and later - time <= FLAP_SECONDS
        for (time, up), (later, later_up) in pairwise(steps)
    )


def _shoots(trace: Trace) -> tuple[int | None, int | None]:
    capacity = trace.parameters.get("service.capacity")
    if capacity is None:
        return None, None
    over = under = 0
    for offered, desired, ready in _moments(trace):
        needed = math.ceil(offered / capacity.value - 1e-9)
        bounded = max(needed, trace.min_replicas)
        over = max(over, desired - bounded)
        under = max(under, needed - ready)
    return over, under


def _moments(trace: Trace) -> Iterator[tuple[float, int, int]]:
    """Give the load at each noted moment, with replicas asked for and ready."""
    index = 0
    points = trace.replicas
    for load in trace.load:
        while index + 1 < len(points) and points[index + 1].time <= load.time:
            index += 1
        yield load.offered, points[index].desired, points[index].ready


def _shortest_peak(trace: Trace) -> float | None:
    if trace.load_raised_at is None:
        return None
    after = [point for point in trace.load if point.time >= trace.load_raised_at]
    losing = [point.lost > 1e-9 * max(1.0, point.offered) for point in after]
    if True not in losing:
        return 0.0
    first = losing.index(True)
    if False not in losing[first:]:
        return None
    served = after[first + losing[first:].index(False)]
    return served.time - after[first].time
