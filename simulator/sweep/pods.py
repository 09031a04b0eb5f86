"""The pods of one configuration: their rows, and the moments of their lives.

The order of steps is the event engine's (deployment, scheduler, kubelet,
service); pulls do not slow each other down here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from hpa.algorithm.batch.compiling import compiled, inlined
from simulator.sweep.course import above_at, area_at

if TYPE_CHECKING:
    from simulator.sweep.course import Ints
    from simulator.sweep.plant import Numbers, Plant
    from simulator.sweep.state import State

NEVER = 1 << 62
"""A moment that does not come."""

FREE, PENDING, BOUND = 0, 1, 2

# Columns of ``State.pods`` (microseconds, or counts).
STATUS, NUMBER, NODE, RUNS, READY, JOINS, ANSWERS = 0, 1, 2, 3, 4, 5, 6
DELETED, GONE, JOINED, COUNTS, PULLED = 7, 8, 9, 10, 11
TAKEN, NEXT_SCRAPE, OLDEST, OLDEST_AT = 12, 13, 14, 15
INTS = 16

# Columns of ``State.metrics`` (seconds, and load x seconds).
FIRST_SAMPLE, COUNTED_FROM, SERVED_BEFORE = 0, 1, 2
FLOATS = 3

# ``State.heads`` of a configuration.
NEXT, CREATED, WRITTEN, RECONCILE, PASS, BREAKS, ENDPOINTS, ANSWERING, TOP = range(9)
CALM = 9
HEADS = 10

# ``State.totals``.
SERVED, BREACH, POD_SECONDS, SINCE, ACTIVE = range(5)
TOTALS = 5

BREAK_SLOTS = 1024
"""A power of two."""


@compiled
def soonest(pods: Ints, heads: Ints) -> int:
    """Find the next moment at which something happens."""
    best = min(heads[RECONCILE], heads[PASS])
    for row in range(heads[TOP]):
        if pods[row, STATUS] != BOUND:
            continue
        if pods[row, DELETED]:
            best = min(best, pods[row, GONE])
        elif not pods[row, JOINED]:
            best = min(best, pods[row, JOINS])
        elif not pods[row, COUNTS]:
            best = min(best, pods[row, ANSWERS])
    return int(best)


@compiled
def count_active(pods: Ints) -> int:
    """Count the pods that are replicas."""
    count = 0
    for row in range(pods.shape[0]):
        count += pods[row, STATUS] != FREE and not pods[row, DELETED]
    return count


@compiled
def free_row(pods: Ints) -> int:
    """Find a row for one more pod; -1 when there is none."""
    for row in range(pods.shape[0]):
        if pods[row, STATUS] == FREE:
            return row
    return -1


@compiled
def goes_before(pods: Ints, one: int, other: int, now: int) -> bool:
    """Tell whether *one* is deleted before *other*."""
    if pods[one, STATUS] != pods[other, STATUS]:
        return bool(pods[one, STATUS] < pods[other, STATUS])
    for column in (RUNS, READY):
        first, second = pods[one, column] <= now, pods[other, column] <= now
        if first != second:
            return not first
    if pods[one, READY] <= now and pods[one, READY] != pods[other, READY]:
        return bool(pods[one, READY] > pods[other, READY])
    return bool(pods[one, NUMBER] > pods[other, NUMBER])


@compiled
def first_to_go(pods: Ints, now: int) -> int:
    """Find the pod that a ReplicaSet deletes first (``deployment._deletion_rank``)."""
    best = -1
    for row in range(pods.shape[0]):
        if pods[row, STATUS] == FREE or pods[row, DELETED]:
            continue
        if best < 0 or goes_before(pods, row, best, now):
            best = row
    return best


@compiled
def lower_top(pods: Ints, heads: Ints) -> None:
    """Forget free rows at the end: loops run up to the last that is used."""
    while heads[TOP] > 0 and pods[heads[TOP] - 1, STATUS] == FREE:
        heads[TOP] -= 1


@compiled
def last(heads: Ints) -> int:
    """Give the slot of the newest break."""
    return int(heads[BREAKS] - 1) % BREAK_SLOTS


@inlined
def rows_of(plant: Plant, count: int) -> int:
    """Give the row of areas for so many endpoints."""
    return 0 if math.isinf(plant.course.capacity) else count


@inlined
def renew(plant: Plant, state: State, part: int) -> None:
    """Note in the newest break how many endpoints there are from then on."""
    slot = last(state.heads[part])
    count = state.heads[part, ENDPOINTS]
    state.counts[part, slot] = count
    time = state.times[part, slot]
    state.bases[part, slot] = area_at(plant.course, rows_of(plant, count), time)


@inlined
def share_since(plant: Plant, state: State, part: int, slot: int, time: float) -> float:
    """Give what an endpoint has served by *time* since the break in *slot*."""
    count = state.counts[part, slot]
    if count <= 0:
        return 0.0
    area = area_at(plant.course, rows_of(plant, count), time)
    return float((area - state.bases[part, slot]) / count)


@inlined
def settle(plant: Plant, state: State, part: int, now: int) -> None:
    """Add up what was served since the last break, and begin a new one."""
    heads, totals = state.heads[part], state.totals[part]
    time = now / 1e6
    slot = last(heads)
    start, count = state.times[part, slot], state.counts[part, slot]
    share = state.shares[part, slot]
    if time > start:
        grown = share_since(plant, state, part, slot, time)
        share += grown
        totals[SERVED] += heads[ANSWERING] * grown
        bearing = count if heads[ANSWERING] == count else 0
        if bearing == 0 or not math.isinf(plant.course.capacity):
            totals[BREACH] += above_at(plant.course, bearing, time) - above_at(
                plant.course, bearing, start
            )
    heads[BREAKS] += 1
    slot = last(heads)
    state.times[part, slot] = time
    state.shares[part, slot] = share
    renew(plant, state, part)


@inlined
def reconcile(plant: Plant, state: State, part: int, now: int) -> None:
    """Make or delete pods until there are as many as asked for."""
    pods, heads, totals = state.pods[part], state.heads[part], state.totals[part]
    active = count_active(pods)
    while active < heads[WRITTEN]:
        row = free_row(pods)
        if row < 0:
            heads[BREAKS] = -1  # no room: the caller sees it
            return
        heads[CREATED] += 1
        heads[TOP] = max(heads[TOP], row + 1)
        pods[row, :] = 0
        pods[row, STATUS] = PENDING
        pods[row, NUMBER] = heads[CREATED]
        pods[row, RUNS] = pods[row, READY] = NEVER
        heads[PASS] = min(heads[PASS], now + plant.numbers.scheduling_us)
        active += 1
    while active > heads[WRITTEN]:
        row = first_to_go(pods, now)
        active -= 1
        if pods[row, STATUS] == PENDING:
            pods[row, STATUS] = FREE
            lower_top(pods, heads)
            continue
        if pods[row, JOINED]:
            settle(plant, state, part, now)
            heads[ENDPOINTS] -= 1
            heads[ANSWERING] -= pods[row, COUNTS]
            pods[row, JOINED] = pods[row, COUNTS] = 0
            renew(plant, state, part)
        pods[row, DELETED] = 1
        pods[row, GONE] = now + plant.numbers.termination_us
        if pods[row, PULLED] > now and state.warm_at[part, pods[row, NODE]] > now:
            state.warm_at[part, pods[row, NODE]] = NEVER
    totals[POD_SECONDS] += totals[ACTIVE] * (now / 1e6 - totals[SINCE])
    totals[SINCE], totals[ACTIVE] = now / 1e6, active


@inlined
def choose(plant: Plant, state: State, part: int, now: int) -> int:
    """Choose a node: with the image, then the emptiest, then the first."""
    best, best_cold, best_pods = -1, True, 0
    for node in range(plant.room.shape[0]):
        count = state.nodes[part, node]
        if count >= plant.room[node]:
            continue
        cold = state.warm_at[part, node] > now
        better = best < 0 or (best_cold and not cold)
        if better or (cold == best_cold and count < best_pods):
            best, best_cold, best_pods = node, cold, count
    return best


@compiled
def micros(seconds: float) -> int:
    """Round to the clock's steps, as the event engine's clock does."""
    return int(np.rint(seconds * 1e6))


@compiled
def probed(numbers: Numbers, program: float) -> float:
    """Tell how long after its containers' start a pod is found ready."""
    delay, period = numbers.probe_delay, numbers.probe_period
    if period == 0:
        return 0.0
    missed = max(0.0, math.ceil((program - delay) / period))
    return delay + missed * period


@inlined
def plan_start(plant: Plant, state: State, part: int, row: int, now: int) -> None:
    """Work out when a pod that has its node comes to what (``kubelet._start``)."""
    pods, numbers = state.pods[part], plant.numbers
    draw = (pods[row, NUMBER] - 1) % plant.pace.shape[0]
    pace = plant.pace[draw]
    time = now + micros(numbers.prepare * pace) + numbers.resolve_us
    node = pods[row, NODE]
    pods[row, PULLED] = 0
    if state.warm_at[part, node] > time:
        time += plant.transfer_us[node] + micros(numbers.unpack / plant.spread[draw])
        pods[row, PULLED] = time
        state.warm_at[part, node] = min(state.warm_at[part, node], time)
    time += micros(numbers.containers * pace)
    program = numbers.program * pace
    pods[row, RUNS] = time
    pods[row, ANSWERS] = time + micros(program)
    pods[row, READY] = time + micros(probed(numbers, program))
    pods[row, JOINS] = pods[row, READY] + plant.endpoint_us[draw]


@inlined
def begin_scrapes(state: State, part: int, row: int, first: float) -> None:
    """Note a pod's first sample (seconds); none is taken yet."""
    pods = state.pods[part]
    state.metrics[part, row, FIRST_SAMPLE] = first
    pods[row, TAKEN] = pods[row, OLDEST] = 0
    pods[row, NEXT_SCRAPE] = pods[row, OLDEST_AT] = micros(first)


@inlined
def plan_scrapes(
    plant: Plant, state: State, part: int, row: int, interval: float
) -> None:
    """Work out a pod's first sample: discovered, at its moment, answered."""
    pods, numbers = state.pods[part], plant.numbers
    added = pods[row, RUNS]
    period, first = numbers.discovery_us, numbers.discovery_first_us
    if period > 0:
        ticks = max(0, -((first - added) // period))
        added = first + ticks * period
    draw = (pods[row, NUMBER] - 1) % plant.pace.shape[0]
    offset = plant.phase[draw] * interval
    time = added / 1e6
    since = (time - offset) % interval
    if since > 0:
        time += interval - since
    answers = pods[row, ANSWERS] / 1e6
    if time < answers:
        time += math.ceil((answers - time) / interval) * interval
    begin_scrapes(state, part, row, time)


@inlined
def bind_all(plant: Plant, state: State, part: int, interval: float, now: int) -> None:
    """Give nodes to pending pods, in the order of their numbers."""
    pods = state.pods[part]
    while True:
        row = -1
        for one in range(pods.shape[0]):
            if pods[one, STATUS] == PENDING and (
                row < 0 or pods[one, NUMBER] < pods[row, NUMBER]
            ):
                row = one
        if row < 0:
            return
        node = choose(plant, state, part, now)
        if node < 0:
            return
        pods[row, STATUS], pods[row, NODE] = BOUND, node
        state.nodes[part, node] += 1
        plan_start(plant, state, part, row, now)
        plan_scrapes(plant, state, part, row, interval)


@compiled
def waiting(pods: Ints) -> bool:
    """Tell whether a pod has no node."""
    count = 0
    for row in range(pods.shape[0]):
        count += pods[row, STATUS] == PENDING
    return count > 0


@inlined
def step_pods(plant: Plant, state: State, part: int, now: int) -> None:
    """Let pods join, answer and go whose moment this is."""
    pods, heads = state.pods[part], state.heads[part]
    for row in range(pods.shape[0]):
        if pods[row, STATUS] != BOUND:
            continue
        if pods[row, DELETED]:
            if pods[row, GONE] == now:
                state.nodes[part, pods[row, NODE]] -= 1
                pods[row, STATUS] = FREE
                lower_top(pods, heads)
                if waiting(pods):
                    heads[PASS] = min(heads[PASS], now + plant.numbers.scheduling_us)
            continue
        changed = False
        if not pods[row, JOINED] and pods[row, JOINS] == now:
            settle(plant, state, part, now)
            pods[row, JOINED] = 1
            heads[ENDPOINTS] += 1
            changed = True
        late = max(pods[row, JOINS], pods[row, ANSWERS])
        if pods[row, JOINED] and not pods[row, COUNTS] and late == now:
            if not changed:
                settle(plant, state, part, now)
            pods[row, COUNTS] = 1
            heads[ANSWERING] += 1
            state.metrics[part, row, COUNTED_FROM] = now / 1e6
            state.metrics[part, row, SERVED_BEFORE] = state.shares[part, last(heads)]
            changed = True
        if changed:
            renew(plant, state, part)


@inlined
def advance(plant: Plant, state: State, part: int, interval: float, until: int) -> None:
    """Let everything happen that comes before or at *until*."""
    heads = state.heads[part]
    while heads[NEXT] <= until:
        now = heads[NEXT]
        heads[CALM] = 0
        if heads[RECONCILE] == now:
            heads[RECONCILE] = NEVER
            reconcile(plant, state, part, now)
        elif heads[PASS] == now:
            heads[PASS] = NEVER
            bind_all(plant, state, part, interval, now)
        else:
            step_pods(plant, state, part, now)
        heads[NEXT] = soonest(state.pods[part], heads)
