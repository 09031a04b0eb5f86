"""From a load test's results to what its pictures show, and the pictures themselves.

Laid out like the paper's: services side by side where there are several (Figs. 10
and 12), else the setups (Fig. 11), one panel for kept and one for new connections.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bench.load.capacity import curves
from bench.load.observation import notice
from bench.load.results import results
from bench.reporting.drawing import drawn, inlined, parts
from bench.reporting.figures import curve, grouped
from bench.reporting.figures.style import FAINT, drawable, new_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure, FigureBase

    from bench.load.matrix import Cell
    from bench.load.observation import LoadReport
    from bench.load.results import CellResult

_INCHES = 13.0
_WHISKERS = 1.5
"""Intervals that reach higher than so many times the highest bar are cut off."""

_KINDS = {True: "connections used again", False: "new connections"}


def panels(found: Sequence[CellResult]) -> tuple[grouped.Grouped, ...]:
    """Give the panels of bars: one for each way with connections, and each shape
    where there are several services.
    """  # noqa: D205 - one sentence
    by_service = len({one.cell.service for one in found}) > 1
    split: dict[tuple[bool, str], list[CellResult]] = {}
    for one in found:
        shape = one.cell.shape if by_service else ""
        split.setdefault((one.cell.keep_alive, shape), []).append(one)
    return tuple(
        _panel(cells, by_service=by_service, title=_title(index, keep, shape))
        for index, ((keep, shape), cells) in enumerate(split.items())
    )


def lines(report: LoadReport, found: Sequence[CellResult]) -> tuple[curve.Line, ...]:
    """Give the capacity curves."""
    return tuple(
        curve.Line(
            name=one.name,
            points=tuple(
                (p.cell.replicas or 0, p.goodput) for p in one.points if p.goodput
            ),
            smallest=one.smallest,
        )
        for one in curves(found, report.plan.goal)
    )


def png(report: LoadReport) -> bytes:
    """Draw ``load.png``: the bars, and the curve where there is one."""
    return drawn(lambda: overview(report), "png")


def overview(report: LoadReport) -> Figure:
    """Draw everything of ``load.png`` onto one figure."""
    found = results(report)
    shown = lines(report, found)
    heights = [0.62, 4.6, *([3.9] if shown else []), 0.5]
    figure = new_figure(_INCHES, sum(heights))
    head, top, *middle, foot = parts(figure, rows=heights)
    title = drawable(f"Measured: {report.plan.title}")
    head.text(0.012, 0.62, title, fontsize=16, fontweight="bold", va="center")
    head.text(0.012, 0.14, drawable(notice(report)), color=FAINT, va="center")
    _bars(top, panels(found))
    for part in middle:
        _curves(part, report, shown)
    about = textwrap.wrap(drawable(report.plan.about), 185)[:4]
    foot.text(0.012, 0.5, "\n".join(about), color=FAINT, fontsize=8, va="center")
    return figure


def bars_svg(report: LoadReport) -> str:
    """Draw the bars as inline SVG."""

    def draw() -> Figure:
        shown = panels(results(report))
        figure = new_figure(10.4, 4.4)
        _bars(figure, shown)
        return figure

    return inlined(draw, "bars")


def curves_svg(report: LoadReport) -> str:
    """Draw the capacity curves as inline SVG; an empty text when there are none."""
    shown = lines(report, results(report))

    def draw() -> Figure:
        figure = new_figure(10.4, 3.8)
        _curves(figure, report, shown)
        return figure

    return inlined(draw, "curves") if shown else ""


def setup_name(cell: Cell) -> str:
    """Name a cell's setup with its replicas.

    >>> from bench.load.matrix import Cell
    >>> cell = Cell(setup="k8s", replicas=4, service="/", shape="", keep_alive=True)
    >>> setup_name(cell)
    'k8s, 4 replicas'
    """
    if cell.replicas is None:
        return cell.setup
    return f"{cell.setup}, {cell.replicas} replica{'s' * (cell.replicas != 1)}"


def _title(index: int, keep_alive: bool, shape: str) -> str:
    shown = f", {shape}" if shape else ""
    return f"({chr(ord('a') + index % 26)}) {_KINDS[keep_alive]}{shown}"


def _panel(
    found: Sequence[CellResult], *, by_service: bool, title: str
) -> grouped.Grouped:
    pairs = [
        (one.cell.service, setup_name(one.cell))
        if by_service
        else (setup_name(one.cell).replace(", ", "\n"), one.cell.shape)
        for one in found
    ]
    return grouped.Grouped(
        title=title,
        groups=tuple(dict.fromkeys(group for group, _ in pairs)),
        series=tuple(dict.fromkeys(series for _, series in pairs)),
        values={
            pair: one.goodput
            for pair, one in zip(pairs, found, strict=True)
            if one.goodput is not None
        },
    )


def _bars(figure: FigureBase, shown: Sequence[grouped.Grouped]) -> None:
    summaries = [s for one in shown for s in one.values.values()]
    highest = max((s.mean for s in summaries), default=0.0)
    top = max((max(s.mean, s.high or 0.0) for s in summaries), default=0.0)
    top = min(top, _WHISKERS * highest)
    for index, one in enumerate(shown):
        axes = figure.add_subplot(1, len(shown), index + 1)
        grouped.draw(axes, one, top=top)
        axes.set_title(one.title)
    figure.legend(
        handles=grouped.handles(shown[0]),
        loc="outside lower center",
        ncols=min(4, len(shown[0].series)),
        frameon=False,
        fontsize=8,
    )


def _curves(
    figure: FigureBase, report: LoadReport, shown: Sequence[curve.Line]
) -> None:
    goal = report.plan.goal.goodput if report.plan.goal else None
    most = len(grouped.COLOURS)
    axes = figure.add_subplot()
    curve.draw(axes, shown[:most], goal=goal)
    part = f"; {most} of {len(shown)} curves" if len(shown) > most else ""
    dotted = f"dotted: the fewest, times replicas{part}"
    axes.set_title(f"Capacity: served requests/s by replicas ({dotted})")
    if len(shown) > 1:
        axes.legend(frameon=False, fontsize=8, loc="upper left")
