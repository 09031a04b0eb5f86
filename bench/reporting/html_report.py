"""``report.html``: one page for people, complete in itself.

No script, no address, no file beside it, and a policy that forbids all of that.
The words are in ``report.html.j2``; names from strangers are escaped there.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from bench.floor import FORMULA
from bench.report import notice
from bench.reporting import filters, page, plot, selection
from bench.reporting.figures.style import FLOOR, PHASES, REACTION
from bench.results import missed_goals, results
from octoscale.core import yamlio
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.observation import Clock
    from bench.progress import Say
    from bench.report import Report
    from bench.results import ImageResult


def to_html(report: Report, *, say: Say = lambda _: None, last_page: str = "") -> str:
    """Write the page. Its first line says whether it is simulated.

    The same report always gives the same bytes. *say* is told what is being drawn.
    *last_page* is put behind the rest; whoever made it has escaped it.
    """
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    environment = page.environment("bench.reporting", filters.FILTERS)
    css = environment.get_template("report.css.j2").render(
        phases=PHASES, reaction=list(REACTION.values()), floor=FLOOR
    )
    images = results(report)
    return environment.get_template("report.html.j2").render(
        report=report,
        goal=report.plan.goal,
        images=images,
        phases=list(Phase),
        page=_page(report, images, markupsafe.Markup(css)),  # noqa: S704 - ours alone
        figures=_figures(report, images, say),
        drawn=[selection.words(image.repeats) for image in images],
        legends=[_legend(reaction=False), _legend(reaction=True)],
        last_page=markupsafe.Markup(last_page),  # noqa: S704 - escaped, as above
    )


def _page(
    report: Report, images: tuple[ImageResult, ...], css: Any
) -> dict[str, object]:
    kinds = [str(image.scale_up.kind) for image in images if image.scale_up]
    return {
        "kind": "simulated" if report.simulated else "measured",
        "notice": notice(report),
        "css": css,
        "policy": page.policy(str(css)),
        "missed": missed_goals(report),
        "interval": kinds[0] if kinds else "none, as no repeat counts",
        "formula": FORMULA,
        "clocks": _clocks(report),
        "plan": _plan(report),
    }


def _figures(
    report: Report, images: tuple[ImageResult, ...], say: Say
) -> dict[str, object]:
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    def drawn(what: str, draw: Callable[[], str]) -> markupsafe.Markup:
        say(what)
        return markupsafe.Markup(draw())  # noqa: S704 - our drawing; its texts are escaped

    return {
        "bars": drawn("the scale-up times", lambda: plot.bars_svg(report)),
        "shares": drawn("the phases", lambda: plot.shares_svg(report)),
        "trails": drawn("the replicas over time", lambda: plot.trails_svg(report)),
        "timelines": [
            drawn(
                f"the start of every pod, {image.image.name}",
                functools.partial(plot.timelines_svg, image),
            )
            if image.repeats
            else ""
            for image in images
        ],
    }


def _legend(*, reaction: bool) -> Any:
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    names = {f"phase-{phase.name.lower()}": phase.value for phase in Phase}
    if reaction:
        parts = {f"reaction-{n}": name for n, name in enumerate(REACTION)}
        names = {**parts, **names}
    entries = "".join(
        f'<li><span class="swatch {kind}"></span>{name}</li>'
        for kind, name in names.items()
    )
    return markupsafe.Markup(f'<ul class="legend">{entries}</ul>')  # noqa: S704 - ours


def _plan(report: Report) -> list[str]:
    """Give the plan's lines; its words about itself stand elsewhere."""
    plan = {k: v for k, v in report.plan.to_dict().items() if k != "about"}
    return yamlio.dump(plan).splitlines()


def _clocks(report: Report) -> tuple[Clock, ...]:
    found = [clock for o in report.observations for clock in o.clocks]
    return tuple(dict.fromkeys(found))
