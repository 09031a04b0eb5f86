"""AR117: a series query that matches nearly everything.

What it costs on a live Prometheus is AR118's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.promql import SeriesSelector


def check(context: Context) -> Iterator[Finding]:
    """Find series queries that no name and no value narrows.

    The adapter reads every series that a query finds, at each relist, and keeps
    it in memory; each name becomes an API resource that every client's discovery
    downloads. ``{namespace!=""}`` is the whole Prometheus. The Helm chart's own
    rules, which it adds unless ``rules.default`` is false, are of that kind.
    """
    for found in context.configs:
        if found.default_rules is not None:
            yield Finding(
                code="AR117",
                severity=Severity.WARNING,
                message="the Helm chart adds its own rules, which find every series "
                "with a namespace",
                place=found.default_rules,
                hint="set rules.default to false",
            )
    for subject in context.subjects:
        if subject.series is not None and not _narrows(subject.series):
            yield subject.finding(
                "AR117",
                Severity.WARNING,
                f"{subject.rule.series_query!r} matches nearly every series there is",
                at=("seriesQuery",),
                hint="name the series, or the beginning of their names: "
                '{__name__=~"^shop_.*"}',
            )


def _narrows(series: SeriesSelector) -> bool:
    return any(
        (matcher.operator == "=" and matcher.value)
        or (matcher.operator == "=~" and not _takes_all(matcher.value))
        for matcher in series.all_matchers
    )


def _takes_all(pattern: str) -> bool:
    return pattern.strip("^$()") in (".*", ".+", "")
