"""What a scrape of several workers costs, by the number of workers that are dead.

The floor is prometheus_client's own collector, which reads every file that any
worker left. Ours must not grow with them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from benchmarks.measure import best_seconds, report
from exporters.multiprocess import WorkersCollector

_WORKER = """
from prometheus_client import CollectorRegistry, Counter
counter = Counter("jobs_total", "Jobs.", ("n",), registry=CollectorRegistry())
for number in range(100):
    counter.labels(str(number)).inc()
"""
SCRAPES = 20
DEAD = 400
LINE = 1.5
"""Times a scrape without dead workers that one after 400 of them may take."""


def filled(folder: Path, dead: int) -> Path:
    """Leave so many dead workers' files behind, copies of one."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-c", _WORKER],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        check=True,
    )
    (original,) = folder.glob("*.db")
    for number in range(dead):
        shutil.copy(original, folder / f"counter_{10_000_000 + number}.db")
    return folder


def scrape(collector: object) -> None:
    """Scrape a collector so many times."""
    registry = CollectorRegistry()
    registry.register(collector)  # type: ignore[arg-type]  # theirs declares no types
    for _ in range(SCRAPES):
        generate_latest(registry)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        few = filled(Path(name) / "few", 1)
        many = filled(Path(name) / "many", DEAD)
        theirs = MultiProcessCollector(None, str(many))  # type: ignore[no-untyped-call]  # theirs
        floor = best_seconds(lambda: scrape(theirs), rounds=3) / SCRAPES
        first = best_seconds(lambda: scrape(WorkersCollector(few))) / SCRAPES
        after = best_seconds(lambda: scrape(WorkersCollector(many))) / SCRAPES
    ratio = after / first
    report(
        [
            ("ms a scrape, 1 dead worker", f"{first * 1e3:.2f}", True),
            (f"ms a scrape, {DEAD} dead", f"{after * 1e3:.2f}", True),
            ("times", f"{ratio:.2f} (line: {LINE:g})", ratio <= LINE),
            (f"ms a scrape of theirs, {DEAD} dead", f"{floor * 1e3:.1f}", True),
        ]
    )


if __name__ == "__main__":
    main()
