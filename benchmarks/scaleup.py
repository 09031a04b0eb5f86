"""What one simulated scale-up costs: the paper's big image, until 8 replicas serve.

The ratio printed is virtual over processor time: how much faster than waiting.
"""

from __future__ import annotations

from benchmarks.measure import best_seconds, report
from simulator.presets import paper
from simulator.run import simulate

LINE = 0.5
"""Seconds of processor time that one run may take."""


def main() -> None:
    """Print the figures."""
    scenario = paper("big")
    trace = simulate(scenario, seed=1)
    seconds = best_seconds(lambda: simulate(scenario, seed=1))
    trail = ", ".join(str(replicas) for replicas in trace.trail)
    report(
        [
            ("trail", trail, trail == "1, 4, 8"),
            ("virtual seconds", f"{trace.ended_at:.0f}", True),
            ("CPU seconds a run", f"{seconds:.3f} (line: {LINE})", seconds <= LINE),
            ("times real time", f"{trace.ended_at / seconds:,.0f}", True),
        ]
    )


if __name__ == "__main__":
    main()
