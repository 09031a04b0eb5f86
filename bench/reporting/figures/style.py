"""Colours, type and axes that all pictures share.

Light background, colours that stay apart for colour-blind readers (after Okabe
and Ito), words beside what they mean instead of in a legend where they fit.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from octoscale.core.escape import terminal
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1f2933"
"""Text and marks that matter."""

FAINT = "#69757f"
"""Text and lines beside them; dark enough to read on white."""

GRID = "#e3e8ec"
FLOOR = "#d55e00"
"""The floor's line, in every picture."""

PHASES: dict[Phase, str] = {
    Phase.WAITING: "#dde2e6",
    Phase.SCHEDULING: "#cc79a7",
    Phase.PREPARING: "#56b4e9",
    Phase.PULLING: "#0072b2",
    Phase.STARTING: "#e69f00",
    Phase.PROBING: "#f0e442",
    Phase.ROUTING: "#009e73",
    Phase.SERVING: "#a6d8c5",
}
"""One colour a phase, in every picture and in the page's legend."""

REACTION = {
    "until the metric crosses": "#b4c0ca",
    "until the first decision": "#8595a4",
}
"""The two parts of the reaction: to a readable value, and to the decision on it."""

_LIGHT, _DARK = (0xA9, 0x96, 0xD8), (0x45, 0x2C, 0x80)

SETTINGS: dict[str, object] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.formatter.useoffset": False,
    "grid.color": GRID,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "svg.fonttype": "none",
    "path.simplify": False,
}
"""matplotlib's settings while a picture is drawn."""


def image_colours(count: int) -> list[str]:
    """Give one colour an image: one hue, light to dark, as sizes have an order.

    >>> image_colours(1), image_colours(2)
    (['#452c80'], ['#a996d8', '#452c80'])
    """
    steps = [i / (count - 1) for i in range(count)] if count > 1 else [1.0]
    return [
        "#"
        + "".join(
            f"{round(a + (b - a) * step):02x}"
            for a, b in zip(_LIGHT, _DARK, strict=True)
        )
        for step in steps
    ]


def new_figure(width: float, height: float) -> Figure:
    """Make an empty picture of so many inches, without any global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - heavy
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - heavy

    layout = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08)
    figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def drawable(text: str) -> str:
    """Make text safe to draw: no control characters, no glyph the font lacks."""
    known = _glyphs()
    return "".join(c if ord(c) in known else "\u25a1" for c in terminal(text))


@functools.cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font  # noqa: PLC0415 - heavy

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def quiet_axes(axes: Axes, *, grid: str = "y") -> None:
    """Draw a faint grid and no tick marks."""
    axes.grid(visible=True, axis=grid, linewidth=0.8)  # type: ignore[arg-type]  # "x", "y" or "both"
    axes.tick_params(length=0)


def empty(axes: Axes, text: str) -> None:
    """Say in the middle of empty axes why they are empty."""
    axes.text(
        0.5, 0.5, drawable(text), transform=axes.transAxes, ha="center", va="center",
        color=FAINT,
    )  # fmt: skip
