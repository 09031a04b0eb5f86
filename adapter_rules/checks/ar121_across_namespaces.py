"""AR121: one namespace reads the others' metrics.

That the query ignores the rest of the request is AR101's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.look import Usage
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find rules that are not limited to the namespace of the request.

    An HPA may ask for metrics of its own namespace; that is what the cluster's
    access rules check. A query without the namespace's matcher computes over all
    namespaces: equal names are mixed up, and everybody reads everybody's figures.
    """
    for subject in context.subjects:
        if subject.external and subject.rule.resources.namespaced is False:
            yield subject.finding(
                "AR121",
                Severity.WARNING,
                "namespaced: false lets an HPA of any namespace read all namespaces",
                at=("resources", "namespaced"),
                hint="leave it out where the series have a label for the namespace",
            )
            continue
        open_ones = [u for u in subject.usages if u.name and not u.is_asked]
        if open_ones and not any(_is_pinned(usage) for usage in open_ones):
            yield subject.finding(
                "AR121",
                Severity.WARNING,
                "the metrics query reads across namespaces: nothing limits it to the "
                "request's",
                at=("metricsQuery",),
                hint="ask with <<.LabelMatchers>>, and say in resources which label "
                "holds the namespace",
            )


def _is_pinned(usage: Usage) -> bool:
    """Tell whether somebody wrote the one namespace out."""
    return any(
        matcher.operator == "=" and matcher.label.endswith("namespace")
        for matcher in usage.series.matchers
    )
