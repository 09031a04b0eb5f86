"""The picture of a tuning: every configuration's cost against its breach."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from simulator.reporting.chart import Line, chart

if TYPE_CHECKING:
    from simulator.tune import Tuned

_TOP, _BOTTOM, _LEFT, _RIGHT = 30, 34, 62, 16
_MOST_DOTS = 5000


def scatter(tuned: Tuned) -> ET.Element:
    """Draw pod-hours (across) against seconds in breach (up)."""
    most = max(one.pod_hours for one in tuned.figures)
    front = [
        (tuned.figures[row].pod_hours, tuned.figures[row].breach_seconds)
        for row in tuned.front
    ]
    drawn = chart(
        "Simulated (fluid): pod-hours and seconds in breach",
        "pod-hours across; seconds in breach up",
        [
            Line(name="front", points=front, colour="#1b6ca8"),
            Line(name="all", points=_all(tuned), colour="none"),
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
        dot(row, "#aaaaaa", "1.5")
    for row, colour in ((0, "#b00020"), (1, "#666666"), (tuned.best, "#1b6ca8")):
        dot(row, colour, "5")
    return drawn


def _all(tuned: Tuned) -> list[tuple[float, float]]:
    return [(one.pod_hours, one.breach_seconds) for one in tuned.figures]
