"""The paper's three images from a clean machine: time, memory, sizes.

Packages are fetched anew, so the network is part of it.
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from bench import units
from bench.images import build, resalt
from bench.images.presets import preset_named
from benchmarks.measure import report

WORDS = ("small", "medium", "big")
SECONDS = 180.0
"""For all three, packages fetched."""

TOLERANCE = 0.01
MEMORY_BYTES = 150e6


def main() -> None:
    """Print the figures; exit 1 when a line is missed."""
    rows: list[tuple[str, str, bool]] = []
    whole = cores = 0.0
    with tempfile.TemporaryDirectory() as name:
        for word in WORDS:
            place = Path(name) / word
            wall, processor = time.monotonic(), _processor()
            image = build(
                word, to=place, cache=Path(name) / "cache", progress=lambda _: None
            )
            wall, processor = time.monotonic() - wall, _processor() - processor
            whole, cores = whole + wall, cores + processor
            wanted = preset_named(word).on_disk_bytes or 0
            good = abs(image.on_disk_bytes / wanted - 1) <= TOLERANCE
            rows += [
                (f"{word}, seconds", f"{wall:.1f} ({processor:.1f} of CPU)", True),
                (f"{word}, on disk", units.size(image.on_disk_bytes), good),
                (f"{word}, pulled", units.size(image.pulled_bytes), True),
            ]
        start = time.monotonic()
        resalt(place, salt="x", to=Path(name) / "salted", progress=lambda _: None)
        rows.append(
            ("big salted again, seconds", f"{time.monotonic() - start:.1f}", True)
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    said = f"{whole:.1f} ({cores:.1f} of CPU)"
    rows += [
        ("all three, seconds", said, whole < SECONDS),
        ("most memory", units.size(memory), memory < MEMORY_BYTES),
    ]
    report(rows)


def _processor() -> float:
    """Give the processor time so far, with that of children that ended."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
