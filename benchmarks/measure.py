"""Measure processor time fairly on a noisy machine: best of several, in turns.

Used by the scripts beside it. Each prints its figures and exits 1 when one of
its lines is missed.
"""

from __future__ import annotations

import gc
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def best_seconds(
    work: Callable[[], object],
    *,
    rounds: int = 5,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Give the least processor time that one call of *work* took.

    Work on several cores is measured by another *clock*: the wall's.
    """
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def alternate(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int = 5
) -> tuple[float, float]:
    """Measure two pieces of work in turns, so that a slow minute hits both."""
    best_first = best_second = float("inf")
    for _ in range(rounds):
        best_first = min(best_first, best_seconds(first, rounds=1))
        best_second = min(best_second, best_seconds(second, rounds=1))
    return best_first, best_second


def report(rows: list[tuple[str, str, bool]]) -> None:
    """Print figure, value and verdict; exit 1 when a line is missed."""
    width = max(len(name) for name, _, _ in rows)
    for name, value, good in rows:
        print(f"{name.ljust(width)}  {value}{'' if good else '   MISSED'}")
    sys.exit(0 if all(good for _, _, good in rows) else 1)
