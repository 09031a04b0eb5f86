"""The array engine's speed: 10,000 configurations over a day, 2,000 over a week.

Also the event engine's: a day with 100 replicas. The last line is JSON. Exits 1
when a line is missed. What the machine code took, to compile or to load, is
printed beside.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from typing import TYPE_CHECKING, Any

from hpa.algorithm.types import (
    Behavior,
    Config,
    PodsMetric,
    ScalingPolicy,
    ScalingRules,
    Spec,
)
from simulator import presets
from simulator.loads.constant import Constant
from simulator.loads.diurnal import Diurnal
from simulator.loads.replay import Replay
from simulator.parameter import assumed
from simulator.run import simulate
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sweep.run import Candidate, Outcomes, prepare, sweep

if TYPE_CHECKING:
    from simulator.scenario import Scenario

DAY = 86_400.0
CONFIGURATIONS = 10_000
SWEEP_LINE, MEMORY_LINE = 5.0, 2048.0
"""Seconds, best of three; MB."""

WEEK_CONFIGURATIONS, WEEK_LINE = 2_000, 60.0
EVENT_LINE = 10.0
"""Seconds of the event engine, for a day with 100 replicas."""


def scenario(load: Any, *, days: float) -> Scenario:
    """Give a service on 40 nodes, with pulls and a rate over a minute."""
    base = presets.laptop()
    cluster = ClusterSection(
        pools=(NodePool(name="node", count=40),),
        anti_affinity=True,
        registry_bytes_per_second=assumed(40 * 125e6, "bytes/s", "no bottleneck"),
    )
    exact = {"processing_seconds": assumed(0.0, "s", "syncs of exactly 15 s")}
    return base.model_copy(
        update={
            "duration_seconds": DAY * days,
            "load": load,
            "cluster": cluster,
            "autoscaler": base.autoscaler.model_copy(update=exact),
        }
    )


def candidates(count: int) -> list[Candidate]:
    """Give configurations that differ in all that may differ."""
    chance = random.Random(1)
    return [
        Candidate(
            spec=Spec(
                min_replicas=chance.randint(1, 3),
                max_replicas=chance.randint(6, 12),
                metrics=(
                    PodsMetric(
                        name="http_requests_per_second",
                        average_value_milli=chance.randint(40_000, 75_000),
                    ),
                ),
                behavior=Behavior(
                    scale_up=_rules(chance, (0, 30)),
                    scale_down=_rules(chance, (120, 300)),
                ),
            ),
            config=Config(tolerance=chance.choice([0.05, 0.1, 0.2])),
            window_seconds=chance.choice([60.0, 120.0, 300.0]),
        )
        for _ in range(count)
    ]


def _rules(chance: random.Random, windows: tuple[int, ...]) -> ScalingRules:
    percent = ScalingPolicy(
        type="Percent", value=chance.choice([50, 100]), period_seconds=60
    )
    pods = ScalingPolicy(type="Pods", value=chance.choice([2, 4]), period_seconds=15)
    return ScalingRules(
        policies=(percent, pods),
        stabilization_window_seconds=chance.choice(windows),
    )


def timed(subject: Scenario, configurations: list[Candidate]) -> tuple[float, Outcomes]:
    """Run one sweep, and tell how long it took."""
    start = time.perf_counter()
    outcomes = sweep(
        subject,
        configurations,
        seed=1,
        progress=lambda done: print(f"\r{done}", end="", file=sys.stderr),
    )
    print("\r", end="", file=sys.stderr)
    return time.perf_counter() - start, outcomes


def event_engine() -> float:
    """Run a day with 100 replicas on the event engine."""
    base = presets.laptop()
    nodes = NodePool(name="node", count=100, cpu="4")
    section = base.service.model_copy(update={"replicas": 100})
    subject = base.model_copy(
        update={
            "duration_seconds": DAY,
            "service": section,
            "cluster": ClusterSection(pools=(nodes,)),
            "load": Constant(shape="constant", unit="requests/s", level=5000),
            "autoscaler": base.autoscaler.model_copy(
                update={"manifest": presets.web_manifest(most=100)}
            ),
        }
    )
    start = time.perf_counter()
    trace = simulate(subject, seed=1)
    seconds = time.perf_counter() - start
    assert trace.replicas[-1].ready == 100  # noqa: S101 - else it measures less
    return seconds


def main() -> None:
    """Print the figures."""
    day = Diurnal(shape="diurnal", unit="requests/s", low=60, high=550, periods=1)
    subject = scenario(day, days=1)
    start = time.perf_counter()
    how = "compiled" if prepare(subject) else "from disk"
    seconds = time.perf_counter() - start
    print(f"machine code                    {seconds:.1f} s ({how})")
    runs = [timed(subject, candidates(CONFIGURATIONS)) for _ in range(3)]
    best = min(seconds for seconds, _ in runs)
    outcomes = runs[0][1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"10,000 configurations, a day    {best:.2f} s (line: {SWEEP_LINE})")
    print(f"replicas asked for, at most     {outcomes.most_replicas.max()}")
    print(f"scalings of one, on average     {outcomes.scalings.mean():.1f}")
    noisy = Diurnal(
        shape="diurnal", unit="requests/s", low=60, high=550, noise_ratio=0.3
    ).course()
    points = tuple((60.0 * n, noisy.at(60.0 * n)) for n in range(7 * 1440 + 1))
    week = Replay(shape="replay", unit="requests/s", points=points)
    week_seconds, _ = timed(scenario(week, days=7), candidates(WEEK_CONFIGURATIONS))
    print(f"2,000 configurations, a week    {week_seconds:.2f} s (line: {WEEK_LINE})")
    event = event_engine()
    print(f"event engine, a day, 100 pods   {event:.2f} s (line: {EVENT_LINE})")
    print(f"peak memory                     {peak:.0f} MB (line: {MEMORY_LINE:.0f})")
    figures = {
        "decisions": outcomes.decisions,
        "seconds_best_of_3": round(best, 3),
        "peak_mb": round(peak),
    }
    print(json.dumps(figures))
    good = (
        best < SWEEP_LINE
        and peak < MEMORY_LINE
        and week_seconds < WEEK_LINE
        and event < EVENT_LINE
    )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
