"""The report's last page: measured and simulated side by side.

The report itself is ``bench.reporting.html_report``'s; this is put behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.calibration.writing import own_name, tables
from bench.reporting.drawing import drawn, inlined
from bench.reporting.figures import sides
from bench.reporting.figures.style import new_figure
from bench.reporting.html_report import to_html
from bench.reporting.page import environment

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bench.calibration.calibrate import Calibrated
    from bench.progress import Say


def page(found: Calibrated, *, say: Say = lambda _: None) -> str:
    """Write the whole report, with the last page behind it."""
    return to_html(found.report, say=say, last_page=last_page(found))


def last_page(found: Calibrated) -> str:
    """Write the last page as a part of HTML, everything in it escaped."""
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    def draw() -> Figure:
        return _drawing(found)

    template = environment(__package__ or "", {}).get_template("last_page.html.j2")
    picture = markupsafe.Markup(inlined(draw, "sides"))  # noqa: S704 - our drawing
    return template.render(tables=tables(found), picture=picture, ours=own_name(found))


def png(found: Calibrated) -> bytes:
    """Draw both sides as a PNG."""
    return drawn(lambda: _drawing(found), "png")


def _drawing(found: Calibrated) -> Figure:
    groups = tuple(
        sides.Group(
            name=one.image,
            measured=one.headline.measured,
            simulated=one.headline.simulated,
            before=one.headline.before,
        )
        for one in found.checks
    )
    figure = new_figure(10.4, 3.8)
    sides.draw(figure.add_subplot(), groups, ours=own_name(found))
    return figure
