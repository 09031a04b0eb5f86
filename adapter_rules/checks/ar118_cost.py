"""AR118: a rule that finds very many series or names.

Needs a live Prometheus. Whether the series query could be narrower is AR117's
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find rules that cost more than they can be worth.

    Every relist reads all series of a rule. Every name under every resource is a
    line in the discovery document that ``kubectl`` and every controller download.
    How much is too much is ``--most-series`` and ``--most-names``.
    """
    if context.live is None:
        return
    for subject in context.subjects:
        query = subject.rule.series_query
        series = len(context.live.series(query))
        more = "more than " if query in context.live.discovered.truncated else ""
        resources = max(1, len(subject.resources))
        listed = len(subject.names) * resources
        if series <= context.most_series and listed <= context.most_names:
            continue
        yield subject.finding(
            "AR118",
            Severity.WARNING,
            f"the rule finds {more}{series} series and lists about {listed} API "
            "resources",
            at=("seriesQuery",),
            hint="find only the series that some HPA uses",
        )
