"""The capacity curve: goodput by replicas, and the smallest number that is enough.

Computed from a load test's results; drawing is done in ``bench.reporting.figures``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.load.plan import LoadGoal
    from bench.load.results import CellResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One setup, service and shape over its numbers of replicas."""

    name: str
    points: tuple[CellResult, ...]
    """By replicas, the smallest first."""

    smallest: int | None
    """The smallest number whose means meet the goal; ``None`` without a goal, or
    when no number does."""

    missed_above: tuple[int, ...]
    """Larger numbers that miss the goal again: noise, or something else is full."""

    surely: int | None
    """The smallest number whose goodput's whole interval lies above the goal, too.
    ``None`` where there is none; one run has no interval."""


def curves(found: Sequence[CellResult], goal: LoadGoal | None) -> tuple[Curve, ...]:
    """Build a curve of everything that was measured at two numbers of replicas or
    more.
    """  # noqa: D205 - one sentence
    groups: dict[tuple[str, str, str, bool], list[CellResult]] = {}
    for one in found:
        cell = one.cell
        if cell.replicas is not None and one.goodput is not None:
            key = (cell.setup, cell.service, cell.shape, cell.keep_alive)
            groups.setdefault(key, []).append(one)
    return tuple(
        _curve(key, points, goal) for key, points in groups.items() if len(points) > 1
    )


def meets(point: CellResult, goal: LoadGoal) -> bool:
    """Tell whether a cell's means meet every part of the goal."""
    p95 = point.latencies.get(95)
    good = goal.goodput is None or (
        point.goodput is not None and point.goodput.mean >= goal.goodput
    )
    fast = goal.p95_seconds is None or (
        p95 is not None and p95.mean <= goal.p95_seconds
    )
    sound = goal.failures is None or (
        point.failures is not None and point.failures.mean <= goal.failures
    )
    return good and fast and sound


def judged(
    found: Sequence[CellResult], goal: LoadGoal | None
) -> Iterator[tuple[str, str]]:
    """Judge each curve as a whole, and what is on none of them alone.

    Gives names, each with why the goal is missed; an empty text when it is met.
    """
    if goal is None:
        return
    drawn, wanted = curves(found, goal), goal_words(goal)
    for curve in drawn:
        counts = ", ".join(str(p.cell.replicas) for p in curve.points)
        missed = f"{curve.name}: none of {counts} replicas meets the goal, {wanted}"
        yield curve.name, "" if curve.smallest is not None else missed
    inside = {point.cell for curve in drawn for point in curve.points}
    for one in found:
        if one.cell not in inside and one.runs:
            missed = f"{one.cell} does not meet the goal, {wanted}"
            yield str(one.cell), "" if meets(one, goal) else missed


def goal_words(goal: LoadGoal) -> str:
    """Write a goal on one line.

    >>> from bench.load.plan import LoadGoal
    >>> goal_words(LoadGoal(goodput=5000, p95="200ms", failures=0.01))
    'goodput of 5000/s, 95 % within 0.2 s, at most 1 % failures'
    """
    parts = []
    if goal.goodput is not None:
        parts.append(f"goodput of {goal.goodput:g}/s")
    if goal.p95_seconds is not None:
        parts.append(f"95 % within {goal.p95_seconds:g} s")
    if goal.failures is not None:
        parts.append(f"at most {goal.failures * 100:g} % failures")
    return ", ".join(parts)


def _curve(
    key: tuple[str, str, str, bool], points: list[CellResult], goal: LoadGoal | None
) -> Curve:
    setup, service, shape, keep_alive = key
    ordered = sorted(points, key=lambda point: point.cell.replicas or 0)
    enough = [p for p in ordered if goal is not None and meets(p, goal)]
    sure = [p for p in enough if goal is not None and _surely(p, goal)]
    reuse = "" if keep_alive else ", new connections"
    return Curve(
        name=f"{setup}, {service}, {shape}{reuse}",
        points=tuple(ordered),
        smallest=enough[0].cell.replicas if enough else None,
        missed_above=tuple(
            point.cell.replicas or 0
            for point in ordered[ordered.index(enough[0]) :]
            if point not in enough
        )
        if enough
        else (),
        surely=sure[0].cell.replicas if sure else None,
    )


def _surely(point: CellResult, goal: LoadGoal) -> bool:
    """Tell whether the goodput's interval lies above the goal as a whole."""
    low = point.goodput.low if point.goodput else None
    return low is not None and (goal.goodput is None or low >= goal.goodput)
