"""The paper's Fig. 9 with our figures: scale-up time by image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.observation import NotObserved
from bench.reporting.figures.style import (
    FAINT,
    FLOOR,
    INK,
    empty,
    image_colours,
    quiet_axes,
)
from bench.units import seconds, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bench.results import ImageResult

_WIDTH = 0.56


def draw(axes: Axes, images: Sequence[ImageResult]) -> None:
    """Draw a bar an image: mean, interval as whisker, each repeat as a point.

    The floor is a dashed line across its bar. An image without any counted
    repeat has no bar, and says so.
    """
    colours = image_colours(len(images))
    top = max((i.scale_up.largest for i in images if i.scale_up), default=0.0)
    if not top:
        empty(axes, "no repeat reached the goal")
    for place, (result, colour) in enumerate(zip(images, colours, strict=True)):
        _bar(axes, place, result, colour)
        _points(axes, place, result)
        _floor(axes, place, result)
    axes.set_xticks(
        range(len(images)),
        [f"{i.image.name}\n{size(i.image.on_disk_bytes)} on disk" for i in images],
    )
    axes.set_xlim(-0.6, len(images) - 0.4)
    axes.set_ylim(0, (top or 1) * 1.16)
    axes.set_ylabel("scale-up time (s)")
    quiet_axes(axes)


def _bar(axes: Axes, place: int, result: ImageResult, colour: str) -> None:
    summary = result.scale_up
    if summary is None:
        axes.text(place, 0, "no repeat\ncounts", ha="center", va="bottom", color=FAINT)
        return
    axes.bar(place, summary.mean, width=_WIDTH, color=colour)
    highest = max(summary.largest, summary.high or 0.0)
    axes.annotate(
        seconds(summary.mean),
        (place, highest),
        xytext=(0, 7),
        textcoords="offset points",
        ha="center",
        fontweight="bold",
        fontsize=11,
    )
    if summary.low is not None and summary.high is not None:
        below, above = summary.mean - summary.low, summary.high - summary.mean
        axes.errorbar(
            place - _WIDTH / 4,
            summary.mean,
            yerr=[[max(below, 0.0)], [max(above, 0.0)]],
            color=INK,
            capsize=4,
            linewidth=1.2,
        )


def _points(axes: Axes, place: int, result: ImageResult) -> None:
    """Draw the repeats side by side, so that equal ones stay visible."""
    values = [
        repeat.milestones.scale_up_seconds
        for repeat in result.counted
        if not isinstance(repeat.milestones.scale_up_seconds, NotObserved)
    ]
    count = len(values)
    for index, value in enumerate(values):
        aside = 0.03 + _WIDTH / 2 * 0.75 * (index + 0.5) / count
        axes.plot(
            place + aside,
            value,
            marker="o",
            markersize=4.5,
            color="white",
            markeredgecolor=INK,
            markeredgewidth=0.9,
            linestyle="none",
        )


def _floor(axes: Axes, place: int, result: ImageResult) -> None:
    if result.floor is None:
        return
    height = result.floor.mean
    half = _WIDTH / 2 + 0.05
    axes.plot(
        [place - half, place + half],
        [height, height],
        color=FLOOR,
        linewidth=1.6,
        linestyle=(0, (4, 2)),
    )
    axes.annotate(
        f"floor\n{seconds(height)}",
        (place - half, height),
        xytext=(-2, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        color=FLOOR,
        fontsize=8,
    )
