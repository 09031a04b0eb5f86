"""Axes to draw on, under the reports' own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from bench.reporting.figures.style import SETTINGS, new_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D


def drawn(draw: Callable[[Axes], None]) -> Axes:
    """Give new axes after *draw* has drawn on them, rendered once."""
    with mpl.rc_context(SETTINGS):  # type: ignore[arg-type]  # its keys are literals
        figure = new_figure(6, 3)
        axes = figure.add_subplot()
        draw(axes)
        figure.canvas.draw()
    return axes


def texts(axes: Axes) -> list[str]:
    """Give every text that stands in the axes."""
    return [text.get_text() for text in axes.texts]


def points(line: Line2D) -> list[tuple[float, float]]:
    """Give the points that a line joins."""
    columns = (np.asarray(line.get_xdata()), np.asarray(line.get_ydata()))
    xs, ys = (column.astype(float).tolist() for column in columns)
    return list(zip(xs, ys, strict=True))
