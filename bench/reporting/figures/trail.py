"""Replicas over time: what was asked for, and what was Ready, repeat by repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.milestones import first_decision
from bench.observation import NotObserved
from bench.reporting.figures.style import FAINT, FLOOR, empty, quiet_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bench.observation import Observation
    from bench.results import ImageResult

_BEFORE = 0.1
"""Share of the time axis that lies before the first decision."""


def draw(axes: Axes, result: ImageResult, *, colour: str, until: float) -> None:
    """Draw one image: seconds after the first decision, up to *until*.

    So all repeats begin alike, whatever their reaction time was.
    """
    drawn = [
        repeat for repeat in result.repeats if _zero(repeat.observation) is not None
    ]
    goal = max((r.observation.goal_replicas for r in drawn), default=8)
    for repeat in drawn:
        _steps(axes, repeat.observation, colour, until)
    if not drawn:
        empty(axes, "no decision" if result.repeats else "not run")
    if result.floor is not None:
        _floor(axes, result.floor.mean)
    axes.axhline(goal, color=FAINT, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.set_xlim(-_BEFORE * until, until * 1.03)
    axes.set_ylim(0, goal * 1.12)
    axes.set_yticks(range(0, goal + 1, max(1, goal // 4)))
    axes.set_xlabel("seconds after the first decision")
    axes.set_ylabel("replicas")
    quiet_axes(axes)


def end_of(result: ImageResult) -> float:
    """Give how many seconds after its first decision an image's last repeat ended."""
    ends = [
        repeat.observation.ended_seconds - zero
        for repeat in result.repeats
        if (zero := _zero(repeat.observation)) is not None
    ]
    return max(ends, default=0.0)


def legend(axes: Axes, colour: str) -> None:
    """Say what the two kinds of lines are, where the axes have room."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - heavy

    lines = [
        Line2D([], [], color=FAINT, linewidth=0.9, linestyle=(0, (3, 2))),
        Line2D([], [], color=colour, linewidth=1.4),
    ]
    axes.legend(lines, ["asked for", "Ready"], frameon=False, fontsize=8, loc="best")


def _zero(observation: Observation) -> float | None:
    first = first_decision(observation)
    return None if isinstance(first, NotObserved) else first.seconds


def _steps(axes: Axes, observation: Observation, colour: str, until: float) -> None:
    zero = _zero(observation)
    if zero is None or not observation.trail:
        return
    # Cut off on the left, so that the dashes of all repeats fall together.
    times = [max(p.seconds - zero, -_BEFORE * until) for p in observation.trail]
    # The last numbers hold on, so that a short repeat does not look lost.
    times.append(max(until * 1.03, observation.ended_seconds - zero))
    desired = [point.desired for point in observation.trail]
    ready = [point.ready for point in observation.trail]
    axes.step(
        times,
        [*desired, *desired[-1:]],
        where="post",
        color=FAINT,
        linewidth=0.9,
        linestyle=(0, (3, 2)),
        zorder=3,
    )
    axes.step(
        times,
        [*ready, *ready[-1:]],
        where="post",
        color=colour,
        linewidth=1.4,
        alpha=0.7,
    )


def _floor(axes: Axes, at: float) -> None:
    axes.axvline(at, color=FLOOR, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.annotate(
        "floor",
        (at, 0),
        xytext=(4, 4),
        textcoords="offset points",
        color=FLOOR,
        fontsize=8,
    )
