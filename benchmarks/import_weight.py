"""What embedding an exporter costs a service: time and memory of its imports."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.measure import report

MODULES = (
    "exporters.instruments, exporters.asgi, exporters.serving, "
    "exporters.collectors.process"
)
LINE_MILLISECONDS = 90.0
LINE_MEGABYTES = 18.0
ROUNDS = 21

_PROBE = """
import resource, time
before = resource.getrusage(resource.RUSAGE_SELF)
start = time.process_time()
{code}
took = time.process_time() - start
after = resource.getrusage(resource.RUSAGE_SELF)
print(took * 1e3, (after.ru_maxrss - before.ru_maxrss) / 1024)
"""


def probe(code: str) -> tuple[float, float]:
    """Run *code* in an interpreter of its own: milliseconds of CPU, and megabytes."""
    said = subprocess.run(
        [sys.executable, "-c", _PROBE.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
    )
    milliseconds, megabytes = said.stdout.split()
    return float(milliseconds), float(megabytes)


def main() -> None:
    """Print the figures."""
    probe(f"import {MODULES}")  # so that all bytecode is compiled
    figures = [probe(f"import {MODULES}") for _ in range(ROUNDS)]
    bare = [probe("import prometheus_client, psutil") for _ in range(ROUNDS)]
    milliseconds = min(figure[0] for figure in figures)
    megabytes = statistics.median(figure[1] for figure in figures)
    report(
        [
            (
                "ms of CPU",
                f"{milliseconds:.0f} (line: {LINE_MILLISECONDS:g})",
                milliseconds < LINE_MILLISECONDS,
            ),
            (
                "MB over a bare interpreter",
                f"{megabytes:.1f} (line: {LINE_MEGABYTES:g})",
                megabytes < LINE_MEGABYTES,
            ),
            ("ms of prometheus_client and psutil", f"{min(bare)[0]:.0f}", True),
        ]
    )


if __name__ == "__main__":
    main()
