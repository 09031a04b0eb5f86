"""Measured and simulated scale-up times beside each other, image by image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.reporting.figures.style import FAINT, INK, drawable, empty, quiet_axes
from bench.units import seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bench.statistics import Summary

COLOURS = ("#009e73", "#0072b2", "#b4c0ca")
"""The report's, the calibrated simulator's, and that of the simulator as it comes."""

_WIDTH = 0.26


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One image."""

    name: str
    measured: Summary
    simulated: Summary | None
    before: Summary | None


def draw(axes: Axes, groups: Sequence[Group], *, ours: str) -> None:
    """Draw three bars an image: means, with their intervals.

    *ours* is what the report's own bars are called.
    """
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy

    if not groups:
        empty(axes, "no repeat counts")
    for index, colour in enumerate(COLOURS):
        for place, group in enumerate(groups):
            summary = (group.measured, group.simulated, group.before)[index]
            _bar(axes, place + (index - 1) * _WIDTH, summary, colour)
    axes.set_xticks(range(len(groups)), [drawable(group.name) for group in groups])
    axes.set_xlim(-0.6, len(groups) - 0.4)
    axes.set_ylim(bottom=0)
    axes.margins(y=0.14)
    axes.set_ylabel("scale-up time (s)")
    names = (ours, "simulated, calibrated", "simulated, as it comes")
    patches = [Patch(color=c, label=n) for c, n in zip(COLOURS, names, strict=True)]
    axes.legend(handles=patches, frameon=False, fontsize=8, loc="upper left")
    quiet_axes(axes)


def _bar(axes: Axes, at: float, summary: Summary | None, colour: str) -> None:
    if summary is None:
        axes.text(at, 0, "-", ha="center", va="bottom", color=FAINT)
        return
    axes.bar(at, summary.mean, width=_WIDTH * 0.92, color=colour)
    high = summary.mean
    if summary.low is not None and summary.high is not None:
        high = summary.high
        below, above = summary.mean - summary.low, high - summary.mean
        axes.errorbar(
            at,
            summary.mean,
            yerr=[[max(below, 0.0)], [max(above, 0.0)]],
            color=INK,
            capsize=3,
            linewidth=1.0,
        )
    axes.annotate(
        seconds(summary.mean),
        (at, high),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        fontsize=8,
    )
