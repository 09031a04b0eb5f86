"""AR102: nothing makes one value out of an object's series.

Aggregations by other labels are AR107's business, aggregations that lose the
object AR115's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.look import outermost
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find queries of custom metrics that do not aggregate at all.

    An object often has several series: one a port, a status code, a restart.
    Without an aggregation they all come back, and the adapter keeps the last one
    of them, whichever that is. ``sum(…) by (<<.GroupBy>>)`` makes one value.
    """
    for subject in context.custom:
        if subject.query is None or outermost(subject.query) is not None:
            continue
        if not any(usage.name for usage in subject.usages):
            continue
        if any(usage.aggregations for usage in subject.usages):
            continue
        yield subject.finding(
            "AR102",
            Severity.WARNING,
            "the metrics query does not aggregate: of several series of one object "
            "the last one wins",
            at=("metricsQuery",),
            hint="write sum(…) by (<<.GroupBy>>), or avg, or max",
        )
