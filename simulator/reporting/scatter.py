"""The picture of a tuning: every configuration's cost against its breach."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from simulator.reporting.chart import Line, chart, nice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.tune import Tuned

_TOP, _BOTTOM, _LEFT, _RIGHT = 30, 34, 62, 16
_MOST_DOTS = 5000
_TRIED, _FRONT, _BEST = "#aaaaaa", "#1b6ca8", "#2e7d32"


def scatter(tuned: Tuned) -> ET.Element:
    """Draw pod-hours (across) against seconds in breach (up)."""
    most = nice(max(one.pod_hours for one in tuned.figures))
    drawn = chart(
        "Simulated (fluid): cost and breach",
        "pod-hours of a run across; seconds in breach up",
        [
            Line(name="tried", points=_highest(tuned), colour=_TRIED),
            Line(
                name="front",
                points=_points(tuned, tuned.front),
                colour=_FRONT,
                steps=True,
            ),
            *(
                Line(name=name, points=_points(tuned, (row,)), colour=colour)
                for name, row, colour in _marked(tuned)
            ),
        ],
        end=most,
        clock=False,
    )
    width, height = int(drawn.get("width", "0")), int(drawn.get("height", "0"))
    top = float(drawn.get("data-top", "1"))

    def dot(row: int, colour: str, size: str) -> None:
        figures = tuned.figures[row]
        x = _LEFT + (width - _LEFT - _RIGHT) * figures.pod_hours / most
        share = figures.breach_seconds / top
        y = height - _BOTTOM - (height - _TOP - _BOTTOM) * share
        place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": size, "fill": colour}
        ET.SubElement(drawn, "circle", place)

    for row in range(min(len(tuned.figures), _MOST_DOTS)):
        dot(row, _TRIED, "1.5")
    for _, row, colour in _marked(tuned):
        dot(row, colour, "5")
    return drawn


def _marked(tuned: Tuned) -> tuple[tuple[str, int, str], ...]:
    """Name the configurations that stand out, with their rows and colours."""
    return (
        ("today", 0, "#b00020"),
        (f"fixed at {tuned.fixed}", 1, "#444444"),
        ("recommended", tuned.best, _BEST),
    )


def _points(tuned: Tuned, rows: Sequence[int]) -> list[tuple[float, float]]:
    found = [tuned.figures[row] for row in rows]
    return [(one.pod_hours, one.breach_seconds) for one in found]


def _highest(tuned: Tuned) -> list[tuple[float, float]]:
    """Give the one point that the vertical axis has to reach."""
    return [max(_points(tuned, range(len(tuned.figures))), key=lambda one: one[1])]
