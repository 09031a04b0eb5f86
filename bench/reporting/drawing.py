"""From a drawing to bytes: PNG for a file, SVG for a page, the same every time.

What is drawn is up to the figures; nothing here knows what a picture shows.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bench.reporting.figures.style import SETTINGS
from bench.reporting.svg import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure, FigureBase, SubFigure

PNG_DPI = 130


def drawn(draw: Callable[[], Figure], kind: str) -> bytes:
    """Draw under our settings and write without dates or versions."""
    import matplotlib as mpl  # noqa: PLC0415 - heavy

    settings = {**SETTINGS, "svg.hashsalt": "octoscale"}
    stream = io.BytesIO()
    with mpl.rc_context(settings):  # type: ignore[arg-type]  # its keys are literals
        figure = draw()
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(stream, format=kind, dpi=PNG_DPI, metadata=metadata)
    return stream.getvalue()


def inlined(draw: Callable[[], Figure], name: str) -> str:
    """Draw as SVG that stands inside a page; *name* sets its ids apart."""
    return inline(drawn(draw, "svg").decode("utf-8"), prefix=name)


def parts(
    figure: FigureBase,
    *,
    rows: Sequence[float] = (1,),
    columns: Sequence[float] = (1,),
) -> list[SubFigure]:
    """Divide a figure by the given shares."""
    divided = figure.subfigures(
        len(rows),
        len(columns),
        squeeze=False,
        height_ratios=rows,
        width_ratios=columns,
    )
    return list(divided.flat)
