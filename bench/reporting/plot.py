"""Pictures of a report: ``scaleup.png``, and SVG for the page.

What each picture shows is drawn in ``bench.reporting.figures``; here they are
put together. Turning them into bytes is ``bench.reporting.drawing``'s.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bench.report import notice
from bench.reporting import selection
from bench.reporting.drawing import drawn, inlined, parts
from bench.reporting.figures import bars, shares, timeline, trail
from bench.reporting.figures.style import (
    FAINT,
    INK,
    PHASES,
    drawable,
    image_colours,
    new_figure,
)
from bench.results import ImageResult, results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure, FigureBase, SubFigure

    from bench.report import Report

PNG_INCHES = (13.0, 9.0)
ABOUT_LINES = 4
"""Lines of the plan's words at the foot of the PNG."""

COLUMNS = 2
"""Timelines beside each other."""


def png(report: Report) -> bytes:
    """Draw ``scaleup.png``: bars, shares of the phases, replicas over time.

    Its title says whether it is simulated.
    """
    return drawn(lambda: overview(report), "png")


def overview(report: Report) -> Figure:
    """Draw everything of ``scaleup.png`` onto one figure."""
    images = results(report)
    figure = new_figure(*PNG_INCHES)
    head, top, bottom, foot = parts(figure, rows=[0.62, 4.5, 3.2, 0.55])
    kind = "Simulated" if report.simulated else "Measured"
    title = drawable(f"{kind}: {report.plan.title}")
    head.text(0.012, 0.62, title, fontsize=16, fontweight="bold", va="center")
    head.text(0.012, 0.14, drawable(notice(report)), color=FAINT, va="center")
    left, right = parts(top, columns=[1, 1.15])
    axes = left.add_subplot()
    axes.set_title("Scale-up time: first decision to the last pod Ready")
    bars.draw(axes, images)
    axes = right.add_subplot()
    axes.set_title("Where a new pod's time goes")
    shares.draw(axes, images)
    _legend(right)
    _trails(bottom, images, prefix="Replicas over time: ")
    about = textwrap.wrap(drawable(report.plan.about), 185)[:ABOUT_LINES]
    foot.text(0.012, 0.5, "\n".join(about), color=FAINT, fontsize=8, va="center")
    return figure


def bars_svg(report: Report) -> str:
    """Draw the scale-up times as inline SVG."""

    def draw() -> Figure:
        figure = new_figure(7.0, 4.3)
        bars.draw(figure.add_subplot(), results(report))
        return figure

    return inlined(draw, "bars")


def shares_svg(report: Report) -> str:
    """Draw the phases' means as inline SVG."""

    def draw() -> Figure:
        images = results(report)
        figure = new_figure(9.6, 1.0 + 0.5 * len(images))
        shares.draw(figure.add_subplot(), images)
        return figure

    return inlined(draw, "shares")


def trails_svg(report: Report) -> str:
    """Draw the replicas over time as inline SVG, image beside image."""

    def draw() -> Figure:
        figure = new_figure(10.4, 2.9)
        _trails(figure, results(report))
        return figure

    return inlined(draw, "trails")


def timelines_svg(result: ImageResult) -> str:
    """Draw the repeats of one image as inline SVG, those that ``selection`` chooses."""

    def draw() -> Figure:
        chosen = selection.drawn(result.repeats)
        lines = max(1, -(-len(chosen) // COLUMNS))
        figure = new_figure(10.4, 0.3 + 1.9 * lines)
        until = max((timeline.end_of(c.repeat) for c in chosen), default=0.0) or 1.0
        for index, each in enumerate(chosen):
            axes = figure.add_subplot(lines, COLUMNS, index + 1)
            timeline.draw(axes, each.repeat, until=until)
            axes.set_title(each.name, fontsize=9)
        figure.supxlabel("seconds after the load was raised", fontsize=9)
        return figure

    return inlined(draw, f"timelines-{result.image.name}")


def _legend(figure: SubFigure) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy

    patches = [Patch(color=colour, label=p.value) for p, colour in PHASES.items()]
    figure.legend(
        handles=patches, loc="outside lower center", ncols=3, frameon=False,
        labelcolor=INK, fontsize=8,
    )  # fmt: skip


def _trails(
    figure: FigureBase, images: Sequence[ImageResult], *, prefix: str = ""
) -> None:
    until = _until(images)
    colours = image_colours(len(images))
    for index, (result, colour) in enumerate(zip(images, colours, strict=True)):
        axes = figure.add_subplot(1, len(images), index + 1)
        trail.draw(axes, result, colour=colour, until=until)
        axes.set_title(prefix + result.image.name)
        axes.label_outer()
        if index == 0:
            trail.legend(axes, colour)


def _until(images: Sequence[ImageResult]) -> float:
    return max((trail.end_of(result) for result in images), default=0.0) or 1.0
