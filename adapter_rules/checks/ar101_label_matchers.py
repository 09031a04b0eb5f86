"""AR101: the metrics query does not ask what the request asks.

One check only: that the answer is also everybody's, whatever the namespace, is
AR121's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.look import shown
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find queries that leave out the request's matchers.

    The adapter puts the names, the namespace and the selector of a request into
    ``<<.LabelMatchers>>``. A query without it computes over every series there is
    and throws away what was not asked for: slow, and a selector on the metric
    changes nothing. Where only one part of a query lacks it, both parts are about
    different things.
    """
    for subject in context.subjects:
        usages = [usage for usage in subject.usages if usage.name]
        without = [usage for usage in usages if not usage.is_asked]
        if not without:
            continue
        message = "the metrics query has no <<.LabelMatchers>>: it answers every "
        message += "request alike"
        if len(without) < len(usages):
            name = shown(without[0].name)
            message = f"{name} stands in the metrics query without <<.LabelMatchers>>"
        yield subject.finding(
            "AR101",
            Severity.WARNING,
            message,
            at=("metricsQuery",),
            hint="write <<.Series>>{<<.LabelMatchers>>} wherever a series is read",
        )
