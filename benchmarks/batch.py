"""How many decisions a second over arrays: policies, a 300 s window, noisy load.

10,000 HPAs with ``behavior: {}`` and 8 to 100 replicas follow loads of their own
that wander by a seventh a sync. First sync by sync, all HPAs at once; then in a
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

HPAS, SYNCS = 10_000, 40
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
    walk = np.exp(random.normal(0, 0.15, (SYNCS, HPAS)).cumsum(axis=0))
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


def main() -> None:
    """Print the figures."""
    specs, totals = pack_specs([SPEC] * HPAS, CONFIG), loads()
    start = time.perf_counter()
    decide_all(specs, new_memory(specs), Observations.blank(HPAS), 0.0)
    first_seconds = time.perf_counter() - start
    sights, memory, decisions = (
        recorded(specs, totals),
        new_memory(specs),
        blank_decisions(HPAS),
    )
    begun = [0.0]

    def sync_by_sync() -> None:
        for sync, seen in enumerate(sights):
            decide_all(specs, memory, seen, begun[0] + sync * 15.0, into=decisions)
        begun[0] += len(sights) * 15.0

    def hpa_by_hpa() -> None:
        micros = round(begun[0] * 1_000_000)
        follow_all(specs, memory, Observations.blank(HPAS), decisions, totals, micros)
        begun[0] += len(sights) * 15.0

    count = HPAS * SYNCS
    clock = time.perf_counter
    rate = count / best_seconds(sync_by_sync, rounds=3, clock=clock)
    start = clock()
    hpa_by_hpa()
    own_first_seconds = clock() - start
    own_rate = count / best_seconds(hpa_by_hpa, rounds=3, clock=clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    threads = NUMBA.get_num_threads() if COMPILES else 1
    report(
        [
            ("threads", str(threads), True),
            ("seconds until the first decision", f"{first_seconds:.1f}", True),
            ("seconds until our loop's first", f"{own_first_seconds:.1f}", True),
            ("decisions a second", f"{rate:,.0f} (line: {LINE:,})", rate >= LINE),
            ("in a loop of our own", f"{own_rate:,.0f}", True),
            ("times decide()", f"{rate * scalar_seconds(sights):,.0f}", True),
            ("times numpy's floor", f"{1 / rate / floor_seconds(sights):.1f}", True),
            ("peak megabytes", f"{peak:,.0f}", True),
        ]
    )


if __name__ == "__main__":
    main()
