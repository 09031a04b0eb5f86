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
    REACTION,
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
    _reaction(axes, repeat)
    for row, pod in enumerate(pods, start=1):
        _row(axes, row, pod, observation)
    if not pods:
        empty(axes, "no pod was created")
    _lines(axes, repeat)
    first = observation.start_replicas + 1
    names = ["reaction", *(f"pod {first + n}" for n in range(len(pods)))]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 2) - 0.45, -1.25)
    axes.set_xlim(0, until * 1.12)
    axes.set_title(f"repeat {observation.repeat}", fontsize=9)
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)


def end_of(repeat: RepeatResult) -> float:
    """Give how many seconds after its load a repeat ended."""
    raised = repeat.observation.load_raised
    if isinstance(raised, NotObserved):
        return 0.0
    return repeat.observation.ended_seconds - raised.seconds


def _reaction(axes: Axes, repeat: RepeatResult) -> None:
    """Draw how the load became a decision."""
    found = repeat.milestones
    moments = (found.load_raised, found.metric_crosses, found.first_decision)
    for (name, colour), start, end in zip(
        REACTION.items(), moments, moments[1:], strict=False
    ):
        left = between(found.load_raised, start)
        length = between(start, end)
        if not isinstance(left, NotObserved) and not isinstance(length, NotObserved):
            span = axes.barh(0, length, left=left, height=0.74, color=colour)
            span[0].set_gid(f"{TIP}{name} {seconds(length)}")


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
    axes.text(at, -0.8, text, ha=side, va="center", fontsize=7.5, color=colour)
