"""Which repeats are drawn pod by pod when there are too many to look at.

Nothing is hidden by it: what is left out is counted where the choice is shown,
and stands in ``pods.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.observation import NotObserved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.results import RepeatResult

MOST = 6
"""Repeats of an image that are drawn."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One repeat that is drawn, and why it was chosen."""

    repeat: RepeatResult
    role: str = ""
    """``fastest``, ``median``, ``slowest`` or ``missed``; empty when all are drawn."""

    @property
    def name(self) -> str:
        """Name it for people: ``repeat 3, fastest``."""
        role = f", {self.role}" if self.role else ""
        return f"repeat {self.repeat.observation.repeat}{role}"


def drawn(repeats: Sequence[RepeatResult]) -> tuple[Drawn, ...]:
    """Choose at most six: those that missed their goal, then by scale-up time.

    Up to six are all drawn, in order. Of more, the fastest, the median (the
    lower one of two) and the slowest are, behind as many of the missed ones as
    there is room for.
    """
    if len(repeats) <= MOST:
        return tuple(Drawn(repeat) for repeat in repeats)
    ranked = sorted((r for r in repeats if not r.shortfall), key=_scale_up)
    middle = (len(ranked) - 1) // 2
    roles = {middle: "median", len(ranked) - 1: "slowest", 0: "fastest"}
    chosen = [Drawn(ranked[i], roles[i]) for i in sorted(roles)] if ranked else []
    missed = [Drawn(r, "missed") for r in repeats if r.shortfall]
    return (*missed[: MOST - len(chosen)], *chosen)


def words(repeats: Sequence[RepeatResult]) -> str:
    """Say which of how many are drawn; empty when all are."""
    chosen = drawn(repeats)
    if len(chosen) == len(repeats):
        return ""
    names = "; ".join(each.name for each in chosen)
    return f"{len(chosen)} of {len(repeats)} repeats are drawn: {names}"


def _scale_up(repeat: RepeatResult) -> float:
    seconds = repeat.milestones.scale_up_seconds
    return float("inf") if isinstance(seconds, NotObserved) else seconds
