"""AR125: what the rule looks for is not there.

Needs a live Prometheus. A series query that it refuses is AR003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find series queries without series, and overrides without labels.

    A metric whose series are not in Prometheus is not listed. An override of a
    label that no series carries associates nothing: mostly the label is called
    otherwise here (``kubernetes_pod_name``, ``exported_namespace``).
    """
    if context.live is None:
        return
    for subject in context.subjects:
        query = subject.rule.series_query
        if query not in context.live.discovered.found:
            continue
        found = context.live.series(query)
        if not found:
            yield subject.finding(
                "AR125",
                Severity.WARNING,
                f"no series of the last 10 minutes matches {query!r}",
                at=("seriesQuery",),
                hint="look the name up in Prometheus; nothing may be scraped yet",
            )
            continue
        there = {label for series in found for label in series.labels}
        for label in subject.rule.resources.overrides:
            if label not in there:
                yield subject.finding(
                    "AR125",
                    Severity.WARNING,
                    f"none of {len(found)} series has the label {label!r}",
                    at=("resources", "overrides", label),
                    hint=f"they have {', '.join(sorted(there)) or 'no labels'}",
                )
