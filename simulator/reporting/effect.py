"""What a recommended configuration changes, in words and numbers.

Only words for a ``simulator.tune.Tuned``; choosing and running are done there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.tuning.confidence import LEVEL_PERCENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.tune import Difference, Tuned


def effect(tuned: Tuned) -> tuple[str, ...]:
    """Say what the recommended configuration does against others, line by line."""
    if not tuned.found:
        return (
            "No configuration that was tried is better than today's.",
            *_cautions(tuned),
        )
    return (
        f"Against today's: {_against(tuned, 0)}",
        f"Against {tuned.fixed} replicas all the time: {_against(tuned, 1)}",
        *_sureness(tuned),
        *_cautions(tuned),
    )


def runs_of(tuned: Tuned) -> str:
    """Say how often each configuration was run.

    One run is one seed, on one day of a recording.
    """
    seeds = f"{len(tuned.seeds)} seed" + "s" * (len(tuned.seeds) != 1)
    return seeds if tuned.days == 1 else f"{seeds} x {tuned.days} days"


def _against(tuned: Tuned, other: int) -> str:
    base = tuned.figures[other].pod_hours
    cost = tuned.cost(tuned.best, against=other)
    breach = tuned.breach(tuned.best, against=other)
    percent = 100 / base if base else 0.0
    return (
        f"{cost.mean * percent:+.1f} % pod-hours{_range(cost, percent, ' %')}, "
        f"{breach.mean:+,.0f} s in breach a run{_range(breach, 1.0, ' s')}."
    )


def _range(one: Difference, factor: float, unit: str) -> str:
    if one.interval is None:
        return ""
    low, high = (bound * factor for bound in one.interval)
    return f" ({LEVEL_PERCENT} %: {low:+,.1f} to {high:+,.1f}{unit})"


def _sureness(tuned: Tuned) -> Iterator[str]:
    count = len(tuned.hours)
    if count == 1:
        yield "One run says nothing of chance: see --seeds."
        return
    cost = tuned.cost(tuned.best, against=0).worse
    breach = tuned.breach(tuned.best, against=0).worse
    yield (
        f"Of {count} runs, {cost} cost more than today's, and {breach} were longer "
        "in breach."
    )


def _cautions(tuned: Tuned) -> Iterator[str]:
    for caution in tuned.cautions:
        yield f"Caution: {caution}."
