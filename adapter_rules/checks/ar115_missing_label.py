"""AR115: the result cannot say whose each value is.

Told by the query alone: which labels it keeps. A query that is grouped by other
labels that might do for some resource is AR107's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.kept import kept_labels
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find queries whose result loses the label of the objects.

    The adapter finds each object's value by the label that stands for its
    resource. When an aggregation drops that label, or joins on another one, every
    request ends in "could not find the metric", although the query works in
    Prometheus.
    """
    for subject in context.custom:
        for label, resource in subject.objects:
            query = subject.filled(label)
            if query is None:
                continue
            kept = kept_labels(query)
            if kept is not None and label not in kept:
                has = ", ".join(sorted(kept)) or "none"
                yield subject.finding(
                    "AR115",
                    Severity.ERROR,
                    f"requests for {resource} get no value: the result has no label "
                    f"{label!r} (it keeps {has})",
                    at=("metricsQuery",),
                    hint="group by (<<.GroupBy>>), or drop the override",
                )
        if not subject.objects and subject.template is not None:
            query = subject.query
            if query is not None and kept_labels(query) == frozenset():
                yield subject.finding(
                    "AR115",
                    Severity.ERROR,
                    "no request gets a value: the result has no labels at all",
                    at=("metricsQuery",),
                    hint="group by (<<.GroupBy>>)",
                )
