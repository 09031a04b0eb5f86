"""Replicas over time: what was asked for, and what was Ready, repeat by repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.milestones import Interval, between, first_decision
from bench.observation import NotObserved, Stamp
from bench.reporting.figures.style import FAINT, FLOOR, INK, empty, quiet_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bench.observation import Observation
    from bench.results import ImageResult, RepeatResult


def draw(axes: Axes, result: ImageResult, *, colour: str, until: float) -> None:
    """Draw one image: seconds after the load was raised, up to *until*."""
    goal = 0
    for repeat in result.repeats:
        goal = max(goal, repeat.observation.goal_replicas)
        _steps(axes, repeat.observation, colour)
    if not result.repeats:
        empty(axes, "not run")
    elif result.counted:
        _floor(axes, result.counted[0])
        _names(axes, result.counted[0].observation)
    axes.axhline(goal, color=FAINT, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.set_title(result.image.name)
    axes.set_xlim(0, until * 1.03)
    axes.set_ylim(0, (goal or 8) * 1.12)
    axes.set_yticks(range(0, (goal or 8) + 1, max(1, (goal or 8) // 4)))
    axes.set_xlabel("seconds after the load was raised")
    axes.set_ylabel("replicas")
    quiet_axes(axes)


def end_of(result: ImageResult) -> float:
    """Give how many seconds after its load an image's last repeat ended."""
    ends = [
        o.ended_seconds - o.load_raised.seconds
        for o in (repeat.observation for repeat in result.repeats)
        if isinstance(o.load_raised, Stamp)
    ]
    return max(ends, default=0.0)


def _steps(axes: Axes, observation: Observation, colour: str) -> None:
    raised = observation.load_raised
    if isinstance(raised, NotObserved) or not observation.trail:
        return
    times = [point.seconds - raised.seconds for point in observation.trail]
    times.append(observation.ended_seconds - raised.seconds)
    desired = [point.desired for point in observation.trail]
    ready = [point.ready for point in observation.trail]
    axes.step(
        times,
        [*desired, desired[-1]],
        where="post",
        color=FAINT,
        linewidth=0.9,
        linestyle=(0, (3, 2)),
    )
    axes.step(
        times,
        [*ready, ready[-1]],
        where="post",
        color=colour,
        linewidth=1.4,
        alpha=0.75,
    )


def _floor(axes: Axes, repeat: RepeatResult) -> None:
    start: Interval = between(
        repeat.observation.load_raised, first_decision(repeat.observation)
    )
    if isinstance(start, NotObserved) or isinstance(repeat.floor, NotObserved):
        return
    at = start + repeat.floor.total_seconds
    axes.axvline(at, color=FLOOR, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.annotate(
        "floor",
        (at, 0),
        xytext=(-3, 4),
        textcoords="offset points",
        ha="right",
        color=FLOOR,
        fontsize=8,
    )


def _names(axes: Axes, observation: Observation) -> None:
    """Write beside the two kinds of lines what they are."""
    raised = observation.load_raised
    if isinstance(raised, NotObserved):
        return
    asked = next((p for p in observation.trail if p.desired > p.ready), None)
    if asked is not None:
        axes.annotate(
            "asked for",
            (asked.seconds - raised.seconds, asked.desired),
            xytext=(3, 3),
            textcoords="offset points",
            color=FAINT,
            fontsize=8,
        )
        axes.annotate(
            "Ready",
            (asked.seconds - raised.seconds, asked.ready),
            xytext=(3, 3),
            textcoords="offset points",
            color=INK,
            fontsize=8,
        )
