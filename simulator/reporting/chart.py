"""Small charts over time as SVG, that may stand in a page under a strict CSP.

Elements and presentation attributes only: no style, no script, no address. What
is drawn is decided elsewhere; texts are escaped by the XML writer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

Points = "Sequence[tuple[float, float]]"

WIDTH, HEIGHT = 900, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 30, 34
_INK, _FAINT, _GRID = "#222222", "#666666", "#dddddd"
_MOST_POINTS = 4000
"""Longer lines are thinned out: no screen has more columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart."""

    name: str
    points: Sequence[tuple[float, float]]
    """Seconds with values, in order of time."""

    colour: str
    steps: bool = False
    """Whether a value holds until the next point."""

    dashed: bool = False


def chart(
    title: str, unit: str, lines: Sequence[Line], *, end: float, clock: bool = True
) -> ET.Element:
    """Draw *lines* from 0 to *end* seconds; the vertical axis starts at 0.

    Without *clock* what lies across is not time but a plain number.
    """
    width = WIDTH
    root = ET.Element(
        "svg",
        {
            "viewBox": f"0 0 {width} {HEIGHT}",
            "width": str(width),
            "height": str(HEIGHT),
            "role": "img",
            "font-family": "sans-serif",
            "font-size": "11",
        },
    )
    ET.SubElement(root, "title").text = terminal(title)
    most = max((value for line in lines for _, value in line.points), default=0.0)
    top = nice(most if most > 0 else 1.0)
    _text(root, _LEFT, 16, title, size="13", colour=_INK)
    root.set("data-top", f"{top:g}")
    _axes(root, unit, top=top, end=end, width=width, clock=clock)
    span = width - _LEFT - _RIGHT
    for line in lines:
        points = " ".join(
            f"{_LEFT + span * min(time, end) / (end or 1):.1f},{_y(value, top):.1f}"
            for time, value in _drawn(line, end)
        )
        attributes = {
            "points": points,
            "fill": "none",
            "stroke": line.colour,
            "stroke-width": "1.6",
        }
        if line.dashed:
            attributes["stroke-dasharray"] = "5 3"
        ET.SubElement(root, "polyline", attributes)
    _legend(root, lines, width)
    return root


def standalone(charts: Sequence[ET.Element]) -> str:
    """Put charts below each other into one SVG file."""
    width = max(int(chart.get("width", "0")) for chart in charts)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(width),
            "height": str(HEIGHT * len(charts)),
        },
    )
    for number, one in enumerate(charts):
        one.set("y", str(HEIGHT * number))
        root.append(one)
    return ET.tostring(root, encoding="unicode") + "\n"


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top


def _drawn(line: Line, end: float) -> list[tuple[float, float]]:
    points = [point for point in line.points if point[0] <= end]
    if len(points) > _MOST_POINTS:
        step = math.ceil(len(points) / _MOST_POINTS)
        points = [*points[::step], points[-1]]
    if not line.steps or not points:
        return points
    drawn = [points[0]]
    for time, value in points[1:]:
        drawn += [(time, drawn[-1][1]), (time, value)]
    return [*drawn, (end, drawn[-1][1])]


def _axes(
    root: ET.Element, unit: str, *, top: float, end: float, width: int, clock: bool
) -> None:
    for part in range(5):
        value = top * part / 4
        y = f"{_y(value, top):.1f}"
        ET.SubElement(
            root,
            "line",
            {
                "x1": str(_LEFT),
                "x2": str(width - _RIGHT),
                "y1": y,
                "y2": y,
                "stroke": _GRID,
            },
        )
        _text(root, _LEFT - 6, float(y) + 4, f"{value:g}", anchor="end")
    span = width - _LEFT - _RIGHT
    parts = 6 if clock else 4
    for part in range(parts + 1):
        time, x = end * part / parts, _LEFT + span * part / parts
        shown = _clock(time, end) if clock else f"{time:g}"
        _text(root, x, HEIGHT - 18, shown, anchor="middle")
    _text(root, _LEFT, HEIGHT - 4, unit)


def _legend(root: ET.Element, lines: Sequence[Line], width: int) -> None:
    x = width - _RIGHT
    for line in reversed(lines):
        x -= 7 * len(line.name) + 26
        rect = {"x": str(x), "y": "8", "width": "12", "height": "8"}
        ET.SubElement(root, "rect", {**rect, "fill": line.colour})
        _text(root, x + 16, 16, line.name)


def _text(  # noqa: PLR0913 - a text's place and look
    root: ET.Element,
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: str = "11",
    colour: str = _FAINT,
) -> None:
    element = ET.SubElement(
        root,
        "text",
        {
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "text-anchor": anchor,
            "font-size": size,
            "fill": colour,
        },
    )
    element.text = terminal(text)


def nice(most: float) -> float:
    """Give the next round number, for the top of an axis.

    >>> [nice(value) for value in (0.7, 8, 9, 1801)]
    [0.8, 8.0, 10.0, 2000.0]
    """
    power = 10.0 ** math.floor(math.log10(most))
    steps = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10)
    return next(round(step * power, 12) for step in steps if step * power >= most)


def _clock(seconds: float, end: float) -> str:
    if end < 600:
        return f"{seconds:.0f} s"
    if end < 4 * 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
