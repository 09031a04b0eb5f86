"""Syncs in calm: what every pod says then is the same in all configurations.

A configuration is calm while nothing happens to its pods and the rate window
has seen nothing but that. A pod's value depends then on its number, on how many
share the load, and on the sync: it is worked out once, and looked up by all
configurations with the same times. Any other sync is ``simulator.sweep.metric``'s.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hpa.algorithm.batch.compiling import compiled, inlined
from simulator.sweep.course import area_at
from simulator.sweep.pods import (
    ANSWERING,
    COUNTS,
    DELETED,
    FREE,
    NUMBER,
    OLDEST,
    OLDEST_AT,
    STATUS,
    TOP,
    last,
    rows_of,
)
from simulator.world import rate

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.sweep.course import Ints
    from simulator.sweep.plant import Plant
    from simulator.sweep.state import State

stretch = compiled(rate.stretch)
"""One formula for both engines."""

UNKNOWN = -1
"""No total: it has to be worked out for this configuration alone."""

_LARGEST = (1 << 31) - 1

_MOST = 1 << 26
"""Values that are kept, at most: of four bytes each."""


class Known(NamedTuple):
    """What is known already, for all configurations and threads."""

    groups: Ints
    """Of each configuration: those of one group have the same times."""

    values: npt.NDArray[np.int32]
    """(groups, endpoints, pods by number, syncs): milli-units and 1; 0: unknown.
    Memory that nothing was written to costs nothing."""


def nothing_known(groups: Ints, *, endpoints: int, pods: int, syncs: int) -> Known:
    """Make room for as many *pods* as may be; the first ones matter most."""
    row = max(1, (int(groups.max()) + 1) * (endpoints + 1) * syncs)
    shape = (int(groups.max()) + 1, endpoints + 1, min(pods, _MOST // row), syncs)
    return Known(groups, np.zeros(shape, np.int32))


@compiled
def moment_of(first: float, interval: float, number: int) -> int:
    """Give the time of a scrape, in microseconds."""
    return int(np.rint((first + number * interval) * 1e6))


@compiled
def newest_of(first: float, interval: float, until: int) -> int:
    """Give the number of the last scrape up to *until*; below 0 for none."""
    number = int(np.floor((until / 1e6 - first) / interval)) + 1
    while number >= 0 and moment_of(first, interval, number) > until:
        number -= 1
    return number


@inlined
def is_calm_pod(
    plant: Plant, state: State, part: int, pod: int, interval: float
) -> bool:
    """Tell whether the rate that was worked out for *pod* last is one of calm.

    Its whole window lies behind the last change, and the counter is so far above
    zero there that the rate's extrapolation is not cut.
    """
    pods, numbers = state.pods[part], plant.numbers
    if pods[pod, DELETED] or not pods[pod, COUNTS] or not numbers.is_counter:
        return False
    oldest = pods[pod, OLDEST]
    changed = state.times[part, last(state.heads[part])] * 1e6
    if oldest < 1 or pods[pod, OLDEST_AT] <= changed:
        return False
    before = state.samples[part, pod, oldest & (state.samples.shape[2] - 1)]
    return bool(before >= numbers.steepest * (interval * 1.01 + 0.01))


@inlined
def calm_milli(
    plant: Plant, draw: int, count: int, interval: float, window_ms: int, now: int
) -> int:
    """Work out a pod's rate (or increase) at a sync in calm, in milli-units.

    *count* pods share the load. Negative when it cannot be had this way.
    """
    numbers, course = plant.numbers, plant.course
    now_ms = now // 1000 - numbers.query_ms
    start_ms = now_ms - window_ms
    first = plant.phase[draw] * interval
    until = min(now - numbers.latency_us, now_ms * 1000 + 999)
    newest = newest_of(first, interval, until)
    oldest = newest_of(first, interval, (start_ms + numbers.left_open) * 1000 - 1) + 1
    if oldest < 0 or newest <= oldest:
        return UNKNOWN
    oldest_at = moment_of(first, interval, oldest)
    newest_at = moment_of(first, interval, newest)
    row = rows_of(plant, count)
    served = area_at(course, row, newest_at / 1e6) - area_at(
        course, row, oldest_at / 1e6
    )
    growth = numbers.per_load * (served / count)
    stretched = stretch(
        oldest_at // 1000,
        newest_at // 1000,
        newest - oldest + 1,
        math.inf,
        growth,
        start_ms,
        now_ms,
    )
    if numbers.is_increase:
        return int(growth * stretched * 1000.0)
    return int(growth * (stretched / (window_ms / 1000)) * 1000.0)


@inlined
def calm_total(  # noqa: PLR0913, PLR0917 - as above
    plant: Plant,
    state: State,
    known: Known,
    part: int,
    group: int,
    sync: int,
    interval: float,
    window_ms: int,
    now: int,
) -> int:
    """Add up what all pods say at a sync in calm, in milli-units; or ``UNKNOWN``."""
    pods, values = state.pods[part], known.values
    count, total = state.heads[part, ANSWERING], 0
    if count >= values.shape[1]:
        return UNKNOWN
    for pod in range(state.heads[part, TOP]):
        if pods[pod, STATUS] == FREE:
            continue
        draw = (pods[pod, NUMBER] - 1) % plant.pace.shape[0]
        if draw >= values.shape[2]:
            return UNKNOWN
        value = int(values[group, count, draw, sync])
        if value == 0:
            value = 1 + calm_milli(plant, draw, count, interval, window_ms, now)
            if value <= 0 or value > _LARGEST:
                return UNKNOWN
            values[group, count, draw, sync] = value
        total += value - 1
    return total
