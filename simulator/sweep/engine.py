"""The compiled loop: each configuration's whole run, one after the other.

All cores; which thread does which configuration makes no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from hpa.algorithm.batch import (
    Memory,
    Observations,
    Specs,
    compiled,
    decide_one,
    entry,
    inlined,
    prange,
)
from simulator.sweep.calm import UNKNOWN, Known, calm_total
from simulator.sweep.metric import observe
from simulator.sweep.packing import Packed, unpacked
from simulator.sweep.pods import (
    ACTIVE,
    ANSWERING,
    BOUND,
    BREACH,
    BREAKS,
    CALM,
    COUNTS,
    CREATED,
    ENDPOINTS,
    JOINED,
    NEVER,
    NEXT,
    NODE,
    NUMBER,
    PASS,
    POD_SECONDS,
    RECONCILE,
    SERVED,
    SINCE,
    STATUS,
    TOP,
    WRITTEN,
    advance,
    begin_scrapes,
    choose,
    renew,
    settle,
    soonest,
)
from simulator.sweep.state import State  # noqa: TC001 - its order is fingerprinted

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Records
    from simulator.sweep.course import Ints
    from simulator.sweep.plant import Plant

FLAP_MICROS = 600_000_000
"""As in ``simulator.summary``."""

OUTCOME = np.dtype(
    [
        ("pod_seconds", np.float64),
        ("served", np.float64),
        ("breach_seconds", np.float64),
        ("scalings", np.int32),
        ("flaps", np.int32),
        ("most", np.int32),
        ("trouble", np.int32),  # codes.Trouble, or -1 for too many changes
    ],
    align=True,
)
"""What each configuration comes to."""


class Settings(NamedTuple):
    """What differs from one configuration to the next, beside its spec."""

    first_us: npt.NDArray[np.int64]
    """The first sync."""

    period_us: npt.NDArray[np.int64]
    """From one sync to the next."""

    interval: npt.NDArray[np.float64]
    """Between scrapes, in seconds."""

    window_ms: npt.NDArray[np.int64]
    """The rate window."""


@inlined
def plan_scrapes_now(
    plant: Plant, state: State, part: int, row: int, interval: float
) -> None:
    """Scrape a first replica from the beginning: nothing has to discover it."""
    draw = (state.pods[part, row, NUMBER] - 1) % plant.pace.shape[0]
    begin_scrapes(state, part, row, plant.phase[draw] * interval)


@inlined
def begin(plant: Plant, state: State, part: int, interval: float) -> None:
    """Make the first replicas run, ready and scraped."""
    pods, heads = state.pods[part], state.heads[part]
    pods[:, :] = 0
    heads[:] = 0
    state.totals[part, :] = 0.0
    state.metrics[part, :, :] = 0.0
    for node in range(plant.room.shape[0]):
        state.nodes[part, node] = 0
        state.warm_at[part, node] = 0 if plant.warm[node] else NEVER
    count = plant.numbers.replicas
    for row in range(count):
        node = choose(plant, state, part, 0)
        state.nodes[part, node] += 1
        state.warm_at[part, node] = 0
        pods[row, STATUS], pods[row, NODE], pods[row, NUMBER] = BOUND, node, row + 1
        pods[row, JOINED] = pods[row, COUNTS] = 1
        plan_scrapes_now(plant, state, part, row, interval)
    heads[CREATED] = heads[WRITTEN] = heads[TOP] = count
    heads[ENDPOINTS] = heads[ANSWERING] = count
    heads[RECONCILE] = heads[PASS] = NEVER
    heads[BREAKS] = 1
    state.times[part, 0] = state.shares[part, 0] = 0.0
    renew(plant, state, part)
    state.totals[part, SINCE], state.totals[part, ACTIVE] = 0.0, count
    heads[NEXT] = soonest(pods, heads)


@inlined
def finish(plant: Plant, state: State, part: int, interval: float) -> None:
    """Let the rest of the time pass, and add everything up."""
    end = plant.numbers.duration_us
    if state.heads[part, BREAKS] > 0:
        advance(plant, state, part, interval, end - 1)
        settle(plant, state, part, end)
    totals = state.totals[part]
    totals[POD_SECONDS] += totals[ACTIVE] * (end / 1e6 - totals[SINCE])


@inlined
def run_one(  # noqa: PLR0913, PLR0917 - as above
    plant: Plant,
    state: State,
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decisions: Records,
    settings: Settings,
    known: Known,
    outcomes: Records,
    trails: Ints,
    part: int,
    row: int,
) -> None:
    """Run the configuration *row* from its beginning to its end."""
    interval, window_ms = settings.interval[row], settings.window_ms[row]
    group = known.groups[row]
    begin(plant, state, part, interval)
    heads, outcome = state.heads[part], outcomes[row]
    outcome["most"] = heads[WRITTEN]
    now, sync, turned, went_up = settings.first_us[row], 0, -NEVER, False
    while now < plant.numbers.duration_us:
        advance(plant, state, part, interval, now)
        current = heads[WRITTEN]
        observations.scales[row]["spec_replicas"] = current
        total = UNKNOWN
        if heads[CALM]:
            total = calm_total(
                plant, state, known, part, group, sync, interval, window_ms, now
            )
        if total == UNKNOWN:
            observe(plant, state, observations, part, row, interval, window_ms, now)
        else:  # but for the values all is as at the sync before
            observations.readings[row, 0]["total_milli"] = total
        decide_one(specs, memory, observations, decisions, row, now)
        replicas = int(decisions[row]["replicas"])
        if decisions[row]["trouble"] or heads[BREAKS] < 0:
            outcome["trouble"] = -1 if heads[BREAKS] < 0 else decisions[row]["trouble"]
            break
        if replicas != current:
            heads[WRITTEN] = replicas
            heads[RECONCILE] = min(heads[RECONCILE], now + plant.numbers.workload_us)
            heads[NEXT] = min(heads[NEXT], heads[RECONCILE])
            outcome["scalings"] += 1
            outcome["most"] = max(outcome["most"], replicas)
            up = replicas > current
            if up != went_up and now - turned <= FLAP_MICROS:
                outcome["flaps"] += 1
            turned, went_up = now, up
        if trails.shape[0] > 0:
            trails[row, sync] = replicas
        sync += 1
        now += settings.period_us[row]
    finish(plant, state, part, interval)
    outcome["pod_seconds"] = state.totals[part, POD_SECONDS]
    outcome["served"] = state.totals[part, SERVED]
    outcome["breach_seconds"] = state.totals[part, BREACH]


@compiled
def run_part(  # noqa: PLR0913, PLR0917 - as above
    arrays: Packed,
    state: State,
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decisions: Records,
    settings: Settings,
    known: Known,
    outcomes: Records,
    trails: Ints,
    part: int,
) -> None:
    """Run the configurations of one part."""
    plant = unpacked(arrays)
    parts, rows = state.heads.shape[0], outcomes.shape[0]
    for row in range(rows * part // parts, rows * (part + 1) // parts):
        run_one(
            plant,
            state,
            specs,
            memory,
            observations,
            decisions,
            settings,
            known,
            outcomes,
            trails,
            part,
            row,
        )


@entry
def run_all(  # noqa: PLR0913, PLR0917 - arrays, as numba takes them
    arrays: Packed,
    state: State,
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decisions: Records,
    settings: Settings,
    known: Known,
    outcomes: Records,
    trails: Ints,
) -> None:
    """Run every configuration; *trails* has a row for each, or none at all."""
    for index in prange(state.heads.shape[0]):
        run_part(
            arrays,
            state,
            specs,
            memory,
            observations,
            decisions,
            settings,
            known,
            outcomes,
            trails,
            int(np.int64(index)),
        )
