"""The start of every pod of one repeat: pods as rows, phases as coloured spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.milestones import between, first_decision, moment_of, new_pods
from bench.observation import NotObserved
from bench.reporting.figures.style import (
    FAINT,
    FLOOR,
    INK,
    PHASES,
    drawable,
    empty,
    quiet_axes,
)
from bench.units import seconds
from octoscale.core.phases import Milestone, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from bench.observation import Moment, Observation, PodObservation
    from bench.results import RepeatResult

TIP = "tip:"
"""The start of a group's id whose rest becomes the tooltip of inline SVG."""


def draw(axes: Axes, repeat: RepeatResult, *, until: float) -> None:
    """Draw one repeat: seconds after the load was raised, up to *until*."""
    observation = repeat.observation
    pods = new_pods(observation)
    for row, pod in enumerate(pods):
        _row(axes, row, pod, observation)
    if not pods:
        empty(axes, "no pod was created")
    _lines(axes, repeat)
    first = observation.start_replicas + 1
    axes.set_yticks(range(len(pods)), [f"pod {first + n}" for n in range(len(pods))])
    axes.set_ylim(max(len(pods), 1) - 0.45, -1.15)
    axes.set_xlim(0, until * 1.12)
    axes.set_title(f"repeat {observation.repeat}", fontsize=9)
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)


def _row(axes: Axes, row: int, pod: PodObservation, observation: Observation) -> None:
    drawn = False
    for phase, start, length in _spans(pod, observation):
        span = axes.barh(row, length, left=start, height=0.74, color=PHASES[phase])
        tip = f"{pod.name} on {pod.node}: {phase.value} {seconds(length)}"
        span[0].set_gid(TIP + drawable(tip))
        drawn = True
    if not drawn:
        axes.text(0, row, " not observed", va="center", color=FAINT, fontsize=7)


def _spans(
    pod: PodObservation, observation: Observation
) -> Iterator[tuple[Phase, float, float]]:
    """Give the phases that were seen: start after the load, and length."""
    for phase in Phase:
        moment: Moment = moment_of(pod, phase.start)
        if phase.start is Milestone.FIRST_DECISION:
            moment = first_decision(observation)
        start = between(observation.load_raised, moment)
        length = between(moment, moment_of(pod, phase.end))
        if not isinstance(start, NotObserved) and not isinstance(length, NotObserved):
            yield phase, start, length


def _lines(axes: Axes, repeat: RepeatResult) -> None:
    """Mark the two ends of the scale-up time, and the floor between them."""
    raised, found = repeat.observation.load_raised, repeat.milestones
    first = between(raised, found.first_decision)
    ready = between(raised, found.goal_ready)
    if not isinstance(first, NotObserved):
        _line(axes, first, INK, "first decision ", side="right")
        if not isinstance(repeat.floor, NotObserved):
            at = first + repeat.floor.total_seconds
            axes.axvline(at, color=FLOOR, linewidth=1.1, linestyle=(0, (4, 2)))
    if not isinstance(ready, NotObserved):
        took = found.scale_up_seconds
        text = "" if isinstance(took, NotObserved) else f" scale-up {seconds(took)}"
        _line(axes, ready, INK, text, side="left")


def _line(axes: Axes, at: float, colour: str, text: str, *, side: str) -> None:
    axes.axvline(at, color=colour, linewidth=0.9)
    axes.text(at, -0.72, text, ha=side, va="center", fontsize=7.5, color=colour)
