"""What Prometheus says of each pod at a sync, without storing a sample.

A pod's scrapes lie an interval apart, so which of them are in a window is
arithmetic; what the pod had served by then is in the breaks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpa.algorithm.batch.compiling import inlined
from simulator.sweep.calm import is_calm_pod, moment_of, newest_of, stretch
from simulator.sweep.course import load_at
from simulator.sweep.pods import (
    BREAK_SLOTS,
    BREAKS,
    CALM,
    COUNTED_FROM,
    COUNTS,
    DELETED,
    FIRST_SAMPLE,
    FREE,
    JOINS,
    NEXT_SCRAPE,
    OLDEST,
    OLDEST_AT,
    PENDING,
    READY,
    RUNS,
    SERVED_BEFORE,
    STATUS,
    TAKEN,
    TOP,
    share_since,
)

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Observations
    from simulator.sweep.plant import Plant
    from simulator.sweep.state import State

NOTHING = math.nan
"""A pod has no value. Values themselves are finite."""


@inlined
def slot_at(state: State, part: int, time: float) -> int:
    """Find the break at or before *time*."""
    breaks = state.heads[part, BREAKS]
    number = breaks - 1
    oldest = max(0, breaks - BREAK_SLOTS)
    while number > oldest and state.times[part, number % BREAK_SLOTS] > time:
        number -= 1
    return int(number % BREAK_SLOTS)


@inlined
def load_of(plant: Plant, state: State, part: int, pod: int, moment: int) -> float:
    """Give what a pod served at a moment."""
    if state.pods[part, pod, JOINS] > moment:
        return 0.0
    time = moment / 1e6
    count = state.counts[part, slot_at(state, part, time)]
    if count <= 0:
        return 0.0
    return float(min(load_at(plant.course, time) / count, plant.course.capacity))


@inlined
def counter_at(plant: Plant, state: State, part: int, pod: int, moment: int) -> float:
    """Give a pod's counter as it was at a moment."""
    numbers, time = plant.numbers, moment / 1e6
    served = 0.0
    if state.pods[part, pod, COUNTS] and time > state.metrics[part, pod, COUNTED_FROM]:
        slot = slot_at(state, part, time)
        share = state.shares[part, slot]
        share += share_since(plant, state, part, slot, time)
        served = share - state.metrics[part, pod, SERVED_BEFORE]
    return numbers.base + numbers.per_load * served


@inlined
def rate_of(  # noqa: PLR0913, PLR0917 - as above
    plant: Plant,
    state: State,
    part: int,
    pod: int,
    interval: float,
    window_ms: int,
    until: int,
    now_ms: int,
) -> float:
    """Give the rate (or increase) of a pod's counter over the window."""
    numbers, pods = plant.numbers, state.pods[part]
    first = state.metrics[part, pod, FIRST_SAMPLE]
    ring = state.samples.shape[2] - 1  # a power of two, less 1: a mask
    taken, moment = pods[pod, TAKEN], pods[pod, NEXT_SCRAPE]
    start_ms = now_ms - window_ms
    begins = (start_ms + numbers.left_open) * 1000
    if moment < begins:  # the syncs before were in calm: nothing was taken
        taken = newest_of(first, interval, begins - 1) + 1
        moment = moment_of(first, interval, taken)
        pods[pod, OLDEST], pods[pod, OLDEST_AT] = taken, moment
    newest_at = moment
    if moment > until and taken > 0:
        newest_at = moment_of(first, interval, taken - 1)
    while moment <= until:
        value = counter_at(plant, state, part, pod, moment)
        state.samples[part, pod, taken & ring] = value
        taken += 1
        newest_at = moment
        moment = moment_of(first, interval, taken)
    pods[pod, TAKEN], pods[pod, NEXT_SCRAPE] = taken, moment
    oldest, oldest_at = pods[pod, OLDEST], pods[pod, OLDEST_AT]
    while oldest_at < begins:
        oldest += 1
        oldest_at = moment_of(first, interval, oldest)
    pods[pod, OLDEST], pods[pod, OLDEST_AT] = oldest, oldest_at
    if taken - 1 <= oldest:
        return NOTHING
    before = state.samples[part, pod, oldest & ring]
    growth = state.samples[part, pod, (taken - 1) & ring] - before
    stretched = stretch(
        oldest_at // 1000,
        newest_at // 1000,
        taken - oldest,
        before,
        growth,
        start_ms,
        now_ms,
    )
    if numbers.is_increase:
        return float(growth * stretched)
    return float(growth * (stretched / (window_ms / 1000)))


@inlined
def value_of(  # noqa: PLR0913, PLR0917 - as above
    plant: Plant,
    state: State,
    part: int,
    pod: int,
    interval: float,
    window_ms: int,
    now: int,
) -> float:
    """Give a pod's value; ``NOTHING`` when the query finds none."""
    numbers = plant.numbers
    now_ms = now // 1000 - numbers.query_ms
    until = min(now - numbers.latency_us, now_ms * 1000 + 999)
    if numbers.is_counter:
        return rate_of(plant, state, part, pod, interval, window_ms, until, now_ms)
    first = state.metrics[part, pod, FIRST_SAMPLE]
    newest = newest_of(first, interval, until)
    if newest < 0:
        return NOTHING
    moment = moment_of(first, interval, newest)
    if moment // 1000 < now_ms - numbers.lookback_ms + numbers.left_open:
        return NOTHING
    load = load_of(plant, state, part, pod, moment)
    return numbers.base + numbers.per_load * load


@inlined
def observe(  # noqa: PLR0913, PLR0917 - arrays, as numba takes them
    plant: Plant,
    state: State,
    observations: Observations,
    part: int,
    row: int,
    interval: float,
    window_ms: int,
    now: int,
) -> None:
    """Fill in what the sync of configuration *row* sees at *now*."""
    pods = state.pods[part]
    scale, reading = observations.scales[row], observations.readings[row, 0]
    active = present = running = unready = missing = samples = 0
    total, calm = 0, True
    for pod in range(state.heads[part, TOP]):
        if pods[pod, STATUS] == FREE:
            continue
        present += 1
        if pods[pod, DELETED]:
            calm = False
            continue
        active += 1
        if pods[pod, STATUS] == PENDING or pods[pod, RUNS] > now:
            unready += 1
            calm = False
            continue
        running += pods[pod, READY] <= now
        value = value_of(plant, state, part, pod, interval, window_ms, now)
        if math.isnan(value):
            missing += 1
            calm = False
        else:
            samples += 1
            total += int(value * 1000.0)
            calm = calm and is_calm_pod(plant, state, part, pod, interval)
    scale["status_replicas"] = active
    scale["pods"] = present
    scale["running_and_ready"] = running
    reading["total_milli"] = total
    reading["samples"] = samples
    reading["ready"] = samples
    reading["missing"] = missing
    reading["unready"] = unready
    reading["failed"] = samples == 0
    state.heads[part, CALM] = calm and samples > 0
