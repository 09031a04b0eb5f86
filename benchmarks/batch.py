"""How many decisions a second over arrays: policies, a 300 s window, noisy load.

20,000 HPAs with ``behavior: {}`` and 8 to 100 replicas follow loads of their own
that wander by some 5 % a sync. First sync by sync, all HPAs at once; then in a
compiled loop of our own, HPA by HPA over all its syncs, as a sweep would have it.
The floor beside it is the least that numpy can do: one ratio, rounded and bounded.
"""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measure import best_seconds, report
from hpa.algorithm.batch import (
    COMPILES,
    Memory,
    Observations,
    Specs,
    blank_decisions,
    compiled,
    decide_all,
    decide_one,
    entry,
    new_memory,
    pack_specs,
    prange,
)
from hpa.algorithm.batch.compiling import NUMBA
from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Behavior,
    Config,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    ScaleView,
    ScalingPolicy,
    ScalingRules,
    Spec,
    State,
)

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Records

HPAS, SYNCS = 20_000, 20
ROUNDS = 25
"""Of each sync the best counts: two cores are seldom left alone for long."""

SCALAR_HPAS = 20
LINE = 20_000_000
"""Decisions a second on two cores."""

TARGET = 100_000
CONFIG = Config()
UP = (
    ScalingPolicy(type="Pods", value=4, period_seconds=15),
    ScalingPolicy(type="Percent", value=100, period_seconds=15),
)
SPEC = Spec(
    max_replicas=100,
    metrics=(PodsMetric(name="requests", average_value_milli=TARGET),),
    behavior=Behavior(
        scale_up=ScalingRules(policies=UP, stabilization_window_seconds=0),
        scale_down=ScalingRules(policies=UP[1:], stabilization_window_seconds=300),
    ),
)
Integers = np.ndarray[Any, np.dtype[np.int64]]


def loads() -> Integers:
    """Let each HPA's load wander; milli-units, one row for each sync."""
    random = np.random.default_rng(1)
    walk = np.exp(random.normal(0, 0.05, (SYNCS, HPAS)).cumsum(axis=0))
    totals: Integers = (np.clip(1_000 * walk, 50, 9_000) * 1_000).astype(np.int64)
    return totals


@compiled
def look(seen: Observations, decisions: Records, row: int, total_milli: int) -> None:
    """Let one HPA see its load shared by the replicas it decided on."""
    replicas = max(int(decisions[row]["replicas"]), 1)
    scale, reading = seen.scales[row], seen.readings[row, 0]
    scale["spec_replicas"] = scale["status_replicas"] = replicas
    scale["pods"] = scale["running_and_ready"] = replicas
    reading["samples"] = reading["ready"] = replicas
    reading["total_milli"] = total_milli


@compiled
def _follow(  # noqa: PLR0913, PLR0917 (numba knows no keyword-only arguments)
    specs: Specs,
    memory: Memory,
    seen: Observations,
    decisions: Records,
    totals: Integers,
    first: int,
    start_micros: int,
) -> None:
    for row in range(first, min(first + 100, decisions.shape[0])):
        for sync in range(totals.shape[0]):
            look(seen, decisions, row, int(totals[sync, row]))
            now_micros = start_micros + sync * 15_000_000
            decide_one(specs, memory, seen, decisions, row, now_micros)


@entry
def follow_all(
    specs: Specs,
    memory: Memory,
    seen: Observations,
    decisions: Records,
    totals: Integers,
    start_micros: int,
) -> None:
    """Follow all HPAs, one after the other."""
    for part in prange(decisions.shape[0] // 100):
        first = int(np.int64(part)) * 100
        _follow(specs, memory, seen, decisions, totals, first, start_micros)


def recorded(specs: Specs, totals: Integers) -> list[Observations]:
    """Run once and keep what every sync saw."""
    memory, decisions = new_memory(specs), blank_decisions(HPAS)
    decisions["replicas"] = 8
    sights = []
    for sync, total in enumerate(totals):
        seen = Observations.blank(HPAS)
        for name in ("spec_replicas", "status_replicas", "pods", "running_and_ready"):
            seen.scales[name] = decisions["replicas"]
        seen.readings["samples"][:, 0] = decisions["replicas"]
        seen.readings["ready"][:, 0] = decisions["replicas"]
        seen.readings["total_milli"][:, 0] = total
        sights.append(seen)
        decide_all(specs, memory, seen, sync * 15.0, into=decisions)
    return sights


def scalar_seconds(sights: list[Observations]) -> float:
    """Measure ``decide`` on the first HPAs' syncs; seconds for one decision."""
    seen = [[_scalar(sight, row) for sight in sights] for row in range(SCALAR_HPAS)]

    def work() -> None:
        for row in seen:
            state = State()
            for sync, observation in enumerate(row):
                decision = decide(SPEC, state, observation, CONFIG, sync * 15.0)
                state = decision.next_state

    return best_seconds(work, rounds=3) / (SCALAR_HPAS * len(sights))


def _scalar(sight: Observations, row: int) -> Observation:
    replicas = int(sight.scales[row]["spec_replicas"])
    share = int(sight.readings[row, 0]["total_milli"]) // replicas
    names = [f"web-{n}" for n in range(replicas)]
    samples = tuple(PodSample(pod=name, value_milli=share) for name in names)
    return Observation(
        scale=ScaleView(
            spec_replicas=replicas, status_replicas=replicas, selector="app=web"
        ),
        pods=tuple(Pod(name=name) for name in names),
        readings=(PodsReading(samples),),
    )


def floor_seconds(sights: list[Observations]) -> float:
    """Measure numpy's least: ratio, rounding up, bounds; seconds for a decision."""
    out = np.zeros(HPAS)

    def work() -> None:
        for sight in sights:
            reading, scale = sight.readings[:, 0], sight.scales
            np.divide(reading["total_milli"], scale["pods"], out=out)
            np.multiply(out, scale["pods"] / TARGET, out=out)
            np.clip(np.ceil(out, out=out), 1, 100, out=out)

    return best_seconds(work, rounds=3) / (HPAS * len(sights))


def sync_by_sync(specs: Specs, sights: list[Observations]) -> float:
    """Decide for all HPAs at once, sync after sync; seconds for one decision."""
    memory, decisions = new_memory(specs), blank_decisions(HPAS)
    seconds = np.full((ROUNDS, SYNCS), np.inf)
    for index in range(ROUNDS * SYNCS):
        seen = sights[index % SYNCS]
        start = time.perf_counter()
        decide_all(specs, memory, seen, index * 15.0, into=decisions)
        seconds[divmod(index, SYNCS)] = time.perf_counter() - start
    return float(seconds.min(axis=0).sum()) / (HPAS * SYNCS)


def hpa_by_hpa(specs: Specs, totals: Integers) -> tuple[float, float]:
    """Decide in our own loop; seconds for one decision, and for the first time."""
    memory, decisions = new_memory(specs), blank_decisions(HPAS)
    seconds = []
    for index in range(ROUNDS + 1):
        seen, begun = Observations.blank(HPAS), index * SYNCS * 15_000_000
        start = time.perf_counter()
        follow_all(specs, memory, seen, decisions, totals, begun)
        seconds.append(time.perf_counter() - start)
    return min(seconds[1:]) / (HPAS * SYNCS), seconds[0]


def main() -> None:
    """Print the figures."""
    specs, totals = pack_specs([SPEC] * HPAS, CONFIG), loads()
    start = time.perf_counter()
    decide_all(specs, new_memory(specs), Observations.blank(HPAS), 0.0)
    first = time.perf_counter() - start
    sights = recorded(specs, totals)
    ours, (own, own_first) = sync_by_sync(specs, sights), hpa_by_hpa(specs, totals)
    scalar, floor = scalar_seconds(sights), floor_seconds(sights)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    threads = NUMBA.get_num_threads() if COMPILES else 1
    fast = 1 / ours >= LINE
    report(
        [
            ("threads", str(threads), True),
            ("decisions a second", f"{1 / ours:,.0f} (line: {LINE:,})", fast),
            ("  in a loop of our own", f"{1 / own:,.0f}", True),
            ("times as fast as decide()", f"{scalar / ours:,.0f}", True),
            ("times numpy's floor", f"{ours / floor:.1f}", True),
            ("seconds to compile, or to read", f"{first:.1f}", True),
            ("  the loop of our own", f"{own_first:.1f}", True),
            ("peak megabytes", f"{peak:,.0f}", True),
        ]
    )


if __name__ == "__main__":
    main()
