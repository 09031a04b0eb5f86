"""Where a pod's time goes: the mean of each phase, image by image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.reporting.figures.style import INK, PHASES, empty, quiet_axes
from bench.units import seconds
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bench.results import ImageResult

_NAMED = 0.16
"""The least share of the axis on which a phase's seconds are written."""


def draw(axes: Axes, images: Sequence[ImageResult]) -> None:
    """Draw one stacked row an image, from the first decision on.

    Means over all new pods of all counted repeats, so its length is a typical
    pod's, not the scale-up time, which is the last pod's.
    """
    totals = [sum(v or 0.0 for v in i.phases.values()) for i in images]
    longest = max(totals, default=0.0)
    if not longest:
        empty(axes, "no phase was observed")
    for row, (result, total) in enumerate(zip(images, totals, strict=True)):
        left = 0.0
        for phase, value in result.phases.items():
            if value:
                axes.barh(row, value, left=left, height=0.6, color=PHASES[phase])
                if value > longest * _NAMED:
                    _write(axes, left + value / 2, row, phase, value)
                left += value
        axes.text(left, row, f" {seconds(total)}" if total else "", va="center")
    axes.set_yticks(range(len(images)), [i.image.name for i in images])
    axes.set_ylim(len(images) - 0.5, -0.5)
    axes.set_xlim(0, (longest or 1.0) * 1.12)
    axes.set_xlabel("seconds after the first decision, mean over the new pods")
    quiet_axes(axes, grid="x")


def _write(axes: Axes, middle: float, row: int, phase: Phase, value: float) -> None:
    colour = "white" if phase is Phase.PULLING else INK
    axes.text(
        middle, row, seconds(value), ha="center", va="center", color=colour, fontsize=8
    )
