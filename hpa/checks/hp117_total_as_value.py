"""HP117: a total compared as a Value, where AverageValue is meant.

Needs the rules. Averages are HP116's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject


def check(context: Context) -> Iterator[Finding]:
    """Find Object and External metrics that sum up and have a ``Value``.

    With a ``Value`` the HPA multiplies the replicas by value / target in every
    sync. A sum of requests per second does not fall when pods are added, so it
    multiplies again and again until ``maxReplicas``. With an ``AverageValue`` it
    divides the total by the replicas, which is what a target per pod means. For
    a sum that is no rate (a queue's length, which does fall) it is only
    mentioned.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            if metric.type in ("Object", "External") and _has_value(metric):
                yield from _finding(context, subject, metric)


def _has_value(metric: Metric) -> bool:
    if metric.type == "External":
        return metric.target.average_value is None
    return metric.target.type == "Value"


def _finding(context: Context, subject: Subject, metric: Metric) -> Iterator[Finding]:
    rule = context.rule_of(metric)
    shape = None if rule is None else rule.query
    target = metric.target.value
    if shape is None or shape.aggregation != "sum" or target is None:
        return
    amount = f"{target.milli_value / 1000:.15g}"
    yield Finding(
        code="HP117",
        severity=Severity.WARNING if shape.is_rate else Severity.INFO,
        place=subject.place(*metric.path, "target", "type"),
        message=f"{metric.name} is a total, and Value {amount} multiplies the "
        "replicas in every sync until it falls"
        + (": more pods do not lower a rate" if shape.is_rate else ""),
        hint=f"write type: AverageValue and averageValue: {amount} (per pod)",
    )
