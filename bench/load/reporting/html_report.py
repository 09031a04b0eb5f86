"""A load test's ``report.html``: one page for people, complete in itself.

No script, nothing fetched, and a policy that forbids both. The words are in
``load.html.j2``; names from strangers are escaped there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.load.observation import notice
from bench.load.reporting import panels, table
from bench.reporting.page import environment, plain_css, policy
from octoscale.core import yamlio

if TYPE_CHECKING:
    from bench.load.observation import LoadReport


def to_html(report: LoadReport) -> str:
    """Write the page; the same report always gives the same bytes."""
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    css = plain_css()
    figures = {
        "bars": markupsafe.Markup(panels.bars_svg(report)),  # noqa: S704 - our drawing
        "curves": markupsafe.Markup(panels.curves_svg(report)),  # noqa: S704 - same
    }
    template = environment(__package__ or "", {}).get_template("load.html.j2")
    return template.render(
        report=report,
        notice=notice(report),
        notes=table.notes(report),
        tables=table.tables(report),
        targets=_targets(report),
        plan=_plan(report),
        figures=figures,
        css=markupsafe.Markup(css),  # noqa: S704 - ours alone
        policy=policy(css),
    )


def _targets(report: LoadReport) -> list[tuple[str, ...]]:
    """Give each endpoint, with who listened there during its runs."""
    rows: list[tuple[str, ...]] = []
    for setup in report.plan.setups:
        for endpoint in setup.endpoints:
            owners = dict.fromkeys(
                run.owner
                for run in report.runs
                if (run.cell.setup, run.cell.replicas)
                == (setup.name, endpoint.replicas)
            )
            count = "-" if endpoint.replicas is None else str(endpoint.replicas)
            rows.append((setup.name, count, endpoint.url or "", ", ".join(owners)))
    return rows


def _plan(report: LoadReport) -> list[str]:
    """Give the plan's lines; its words about itself stand elsewhere."""
    plan = {k: v for k, v in report.plan.to_dict().items() if k != "about"}
    return yamlio.dump(plan).splitlines()
