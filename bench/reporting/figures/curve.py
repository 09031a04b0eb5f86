"""The capacity curve: goodput by replicas, beside what more replicas could give.

Which points there are, and what is enough, is computed in ``bench.load.capacity``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.reporting.figures.grouped import COLOURS
from bench.reporting.figures.style import (
    FAINT,
    FLOOR,
    INK,
    drawable,
    empty,
    quiet_axes,
)
from bench.units import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bench.statistics import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One curve."""

    name: str
    points: tuple[tuple[int, Summary], ...]
    """Replicas and goodput, the fewest replicas first."""

    smallest: int | None
    """The smallest number that meets the goal."""


def draw(axes: Axes, lines: Sequence[Line], *, goal: float | None) -> None:
    """Draw the curves: means, intervals, and the first point's share times replicas.

    *goal* is the goodput that is wanted, a dashed line.
    """
    if not lines:
        empty(axes, "one number of replicas makes no curve")
    for index, line in enumerate(lines):
        _line(axes, line, COLOURS[index % len(COLOURS)], alone=len(lines) == 1)
    counts = sorted({replicas for line in lines for replicas, _ in line.points})
    highest = max(
        (s.high or s.mean for line in lines for _, s in line.points), default=0.0
    )
    if goal is not None:
        axes.axhline(goal, color=FLOOR, linewidth=1.3, linestyle=(0, (4, 2)))
        axes.annotate(
            f"goal {number(goal)}/s",
            (0.005, goal),
            xycoords=("axes fraction", "data"),
            xytext=(2, 3),
            textcoords="offset points",
            color=FLOOR,
            fontsize=8,
        )
    if counts:
        axes.set_xticks(counts)
        axes.set_xlim(0, counts[-1] * 1.06)
    axes.set_ylim(0, max(highest, goal or 0.0, 1.0) * 1.18)
    axes.set_xlabel("replicas")
    axes.set_ylabel("served requests/s")
    quiet_axes(axes)


def _line(axes: Axes, line: Line, colour: str, *, alone: bool) -> None:
    counts = [replicas for replicas, _ in line.points]
    means = [summary.mean for _, summary in line.points]
    each = means[0] / counts[0]
    axes.plot(
        [0, counts[-1]],
        [0, each * counts[-1]],
        color=colour if not alone else FAINT,
        linewidth=0.9,
        linestyle=(0, (1, 2)),
    )
    axes.plot(
        counts, means, color=colour, linewidth=1.6, marker="o", markersize=5,
        label=drawable(line.name),
    )  # fmt: skip
    for replicas, summary in line.points:
        if summary.low is not None and summary.high is not None:
            below, above = summary.mean - summary.low, summary.high - summary.mean
            axes.errorbar(
                replicas,
                summary.mean,
                yerr=[[max(below, 0.0)], [max(above, 0.0)]],
                color=INK if alone else colour,
                capsize=4,
                linewidth=1.1,
            )
        if alone:
            axes.annotate(
                number(summary.mean),
                (replicas, summary.high or summary.mean),
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
                fontsize=9,
                fontweight="bold" if replicas == line.smallest else "normal",
            )
    if line.smallest is not None:
        axes.axvline(line.smallest, color=FAINT, linewidth=0.8, linestyle=(0, (4, 2)))
