"""How many decisions a second: one Pods metric, eight ready pods, no behavior.

The floor beside it is the least that any decision has to do in Python: average
eight samples and round the ratio up.
"""

from __future__ import annotations

import math

from benchmarks.measure import best_seconds, report
from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    ScaleView,
    Spec,
    State,
)

CALLS = 20_000
LINE = 30_000
"""Decisions a second, conditions built."""

CONFIG = Config()
SPEC = Spec(
    max_replicas=100,
    metrics=(PodsMetric(name="requests", average_value_milli=100_000),),
)


def observation(value_milli: int) -> Observation:
    """Eight ready pods, each with a sample."""
    names = [f"web-{n}" for n in range(8)]
    samples = tuple(PodSample(pod=name, value_milli=value_milli) for name in names)
    return Observation(
        scale=ScaleView(spec_replicas=8, status_replicas=8, selector="app=web"),
        pods=tuple(Pod(name=name) for name in names),
        readings=(PodsReading(samples),),
    )


def decisions() -> int:
    """Take decisions in sequence, each with the state that the last one left."""
    seen = [observation(value) for value in (95_000, 105_000, 100_000, 99_000)]
    state, total = State(), 0
    for call in range(CALLS):
        decision = decide(SPEC, state, seen[call % 4], CONFIG, call * 15.0)
        state = decision.next_state
        total += decision.replicas or 0
    return total


def floor() -> int:
    """Only average the samples and round the ratio up."""
    seen = [observation(value) for value in (95_000, 105_000, 100_000, 99_000)]
    total = 0
    for call in range(CALLS):
        (reading,) = seen[call % 4].readings
        assert isinstance(reading, PodsReading)  # noqa: S101 - built above
        samples = [sample.value_milli for sample in reading.samples]
        total += math.ceil(sum(samples) / len(samples) / 100_000 * len(samples))
    return total


def main() -> None:
    """Print the figures."""
    decide_seconds = best_seconds(decisions)
    floor_seconds = best_seconds(floor)
    rate = CALLS / decide_seconds
    report(
        [
            ("decisions a second", f"{rate:,.0f} (line: {LINE:,})", rate >= LINE),
            ("times the floor", f"{decide_seconds / floor_seconds:.1f}", True),
        ]
    )


if __name__ == "__main__":
    main()
