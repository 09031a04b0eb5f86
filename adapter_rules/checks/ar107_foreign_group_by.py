"""AR107: grouped by a label of its own, not by the association's.

A query that can never give the object's label is AR115's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.look import GROUP, outermost
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find group-bys that are written out and are no label of the association.

    ``<<.GroupBy>>`` is the label of the resource that is asked about. A written
    label answers only requests for the resource that it happens to stand for: by
    ``job`` these are Jobs, which the cluster need not even have, and whoever asks
    for pods gets nothing.
    """
    for subject in context.custom:
        if subject.query is None:
            continue
        aggregate = outermost(subject.query)
        if aggregate is None or aggregate.grouping != "by":
            continue
        labels = [label for label in aggregate.labels if label != "le"]
        own = {label for label, _ in subject.objects}
        if not labels or GROUP in labels or own.intersection(labels):
            continue
        shown = ", ".join(labels)
        yield subject.finding(
            "AR107",
            Severity.WARNING,
            f"the metrics query groups by {shown}, not by <<.GroupBy>>: only requests "
            "for what that label stands for get a value",
            at=("metricsQuery",),
            hint="group by (<<.GroupBy>>) and say in resources what the labels "
            "stand for",
        )
