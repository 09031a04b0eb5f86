"""The metrics server under the load of 1,000 HPAs, plainly and coalesced.

    python benchmarks/serve.py [--seconds 300] [--hpas 1000]

A real Prometheus scrapes 8,000 series (1,000 workloads of 8 pods in 10 namespaces);
``octoscale serve`` has 5 rules; each HPA is asked for every 15 seconds as the
controller asks. Printed: errors, latencies, memory, Prometheus' CPU time, both
ways; then throughput by name and with ``*``, beside the real adapter where
``OCTOSCALE_PEER_ADAPTER`` names its binary. Exits 1 where a line is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.serving import load, peers, world

P99_SECONDS = 0.1
RSS_MEGABYTES = 300.0
RSS_GROWTH_MEGABYTES = 15.0
"""Over the last three fifths of a run: flat, but for what an allocator keeps."""

CPU_RATIO = 0.6
COALESCE = "5s"


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--hpas", type=int, default=1000)
    given = parser.parse_args()
    missed = []
    results = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        world.stage(Path(folder), hpas=given.hpas) as stage,
    ):
        for name, options in (("plain", ()), ("coalesced", ("--coalesce", COALESCE))):
            with stage.serve(*options) as server:
                result = load.run(stage, server, seconds=given.seconds)
            results[name] = result
            print(f"{name}: {result}")
            missed += [f"{name}: {line}" for line in judged(result)]
        ratio = results["coalesced"].prometheus_cpu / results["plain"].prometheus_cpu
        print(f"Prometheus' CPU time, coalesced to plain: {ratio:.2f}")
        if ratio > CPU_RATIO:
            missed.append(f"the ratio is {ratio:.2f}, more than {CPU_RATIO}")
        for line in peers.throughput(stage, os.environ.get(peers.VARIABLE)):
            print(line)
    print("\n".join(f"MISSED {line}" for line in missed) or "all lines are kept")
    return 1 if missed else 0


def judged(result: load.Result) -> list[str]:
    """Say which lines a run misses."""
    missed = []
    if result.errors:
        missed.append(f"{result.errors} errors: {result.first_error}")
    if result.p99 > P99_SECONDS:
        missed.append(f"p99 is {result.p99 * 1000:.0f} ms")
    if result.rss_megabytes > RSS_MEGABYTES:
        missed.append(f"RSS is {result.rss_megabytes:.0f} MB")
    if result.growth_megabytes > RSS_GROWTH_MEGABYTES:
        missed.append(f"RSS grows by {result.growth_megabytes:.0f} MB")
    return missed


if __name__ == "__main__":
    sys.exit(main())
