"""Bars in groups, as in the paper's Figs. 10 to 12: requests/s by service or setup.

What the groups and the series are is decided by whoever has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.reporting.figures.style import FAINT, INK, drawable, empty, quiet_axes
from bench.units import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from bench.statistics import Summary

COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#882255",
    "#f0e442",
    "#69757f",
)
"""One a series, apart for colour-blind readers; beyond eight they come again."""

_GROUP = 0.82
"""Share of a group's place that its bars take."""

_NAMED_BARS = 16
"""Up to so many bars carry their figure."""

_ROOM = 80
"""So many letters find room below one panel; more names stand at an angle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What one pair of axes shows."""

    title: str
    groups: tuple[str, ...]
    """Along the axis, in order; a name may have two lines."""

    series: tuple[str, ...]
    """Beside each other in every group, in order."""

    values: dict[tuple[str, str], Summary]
    """By group and series. What is not there has no bar, and says so."""


def draw(axes: Axes, shown: Grouped, *, top: float) -> None:
    """Draw a bar for each series of each group: its mean, and its interval.

    *top* is the largest figure of all panels, so that they can be compared.
    """
    if not shown.values:
        empty(axes, "nothing was measured")
    width = _GROUP / max(1, len(shown.series))
    for index, name in enumerate(shown.series):
        colour = COLOURS[index % len(COLOURS)]
        for place, group in enumerate(shown.groups):
            at = place + (index + 0.5) * width - _GROUP / 2
            _bar(axes, at, width, shown.values.get((group, name)), colour)
    _name_groups(axes, shown)
    axes.set_xlim(-0.6, len(shown.groups) - 0.4)
    axes.set_ylim(0, (top or 1.0) * 1.14)
    axes.set_ylabel("served requests/s")
    quiet_axes(axes)
    if len(shown.values) <= _NAMED_BARS:
        _name_bars(axes, shown, width, top)


def handles(shown: Grouped) -> list[object]:
    """Give the legend's entries."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - heavy

    return [
        Patch(color=COLOURS[index % len(COLOURS)], label=drawable(name))
        for index, name in enumerate(shown.series)
    ]


def _bar(
    axes: Axes, at: float, width: float, summary: Summary | None, colour: str
) -> None:
    if summary is None:
        axes.text(at, 0, "-", ha="center", va="bottom", color=FAINT)
        return
    axes.bar(at, summary.mean, width=width * 0.92, color=colour)
    if summary.low is not None and summary.high is not None:
        below = summary.mean - max(summary.low, 0.0)
        axes.errorbar(
            at,
            summary.mean,
            yerr=[[max(below, 0.0)], [max(summary.high - summary.mean, 0.0)]],
            color=INK,
            capsize=min(4.0, 40 * width),
            linewidth=1.0,
        )


def _name_groups(axes: Axes, shown: Grouped) -> None:
    names = ["\n".join(map(drawable, name.split("\n"))) for name in shown.groups]
    longest = max((len(part) for name in names for part in name.split("\n")), default=0)
    tilted = len(names) * longest > _ROOM
    axes.set_xticks(range(len(names)), names)
    if tilted:
        axes.tick_params(axis="x", labelrotation=35)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("right")
            label.set_rotation_mode("anchor")


def _name_bars(axes: Axes, shown: Grouped, width: float, top: float) -> None:
    for index, name in enumerate(shown.series):
        for place, group in enumerate(shown.groups):
            summary = shown.values.get((group, name))
            if summary is None:
                continue
            at = place + (index + 0.5) * width - _GROUP / 2
            axes.annotate(
                number(summary.mean),
                (at, min(max(summary.high or 0.0, summary.mean), top)),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                fontsize=8,
            )
