"""AR127: ``<<.GroupBy>>`` in an external rule, where it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find external rules that group by ``<<.GroupBy>>``.

    An external metric belongs to no object, so there is nothing to group by:
    ``sum(…) by ()`` is one sum of everything. That may be what is meant; then it
    is better written so.
    """
    for subject in context.external:
        text = subject.rule.metrics_query
        if ".GroupBy>>" in text.replace(" ", "") or ".GroupBySlice" in text:
            yield subject.finding(
                "AR127",
                Severity.INFO,
                "<<.GroupBy>> is empty in an external rule: everything becomes one "
                "value",
                at=("metricsQuery",),
                hint="leave the group-by out, or write the labels to group by",
            )
