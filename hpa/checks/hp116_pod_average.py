"""HP116: an average over what was scraped, used as if it were a total.

Needs the rules. Totals used as an average are HP117's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.query import QueryShape
    from hpa.checks.subject import Metric, Subject

_OF_ONE = {"avg": "an average", "max": "a maximum", "min": "a minimum"}


def check(context: Context) -> Iterator[Finding]:
    """Find Object metrics whose rule takes one figure over many pods.

    As a ``Value``: the figure is taken over the pods that were scraped, the HPA
    multiplies it by the pods that are ready. While new pods come up, both
    differ, and it asks for more than is needed: in a run that its authors
    published, for 9 pods where 6 were enough. As an ``AverageValue``: the
    figure, which is one pod's already, is divided by the replicas again, and the
    workload stays too small. Only queries that are not grouped by the described
    object are taken for such.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            rule = context.rule_of(metric) if metric.type == "Object" else None
            shape = None if rule is None else rule.query
            if shape is not None and shape.aggregation in _OF_ONE:
                yield from _finding(subject, metric, shape)


def _finding(subject: Subject, metric: Metric, shape: QueryShape) -> Iterator[Finding]:
    if shape.by_object:
        return
    figure = _OF_ONE[shape.aggregation]
    hint = "associate the series with pods and use a Pods metric with an AverageValue"
    if metric.target.type == "AverageValue":
        yield Finding(
            code="HP116",
            severity=Severity.ERROR,
            place=subject.place(*metric.path, "target", "type"),
            message=f"{metric.name} is {figure} over its series, and AverageValue "
            "divides it by the replicas once more: it scales up too late",
            hint=hint,
        )
    elif metric.target.type == "Value":
        yield Finding(
            code="HP116",
            severity=Severity.WARNING,
            place=subject.place(*metric.path, "target", "type"),
            message=f"{metric.name} is {figure} over what was scraped, and Value "
            "multiplies it by the ready pods: it overshoots while new pods come up",
            hint=hint,
        )
