"""HP114: the metric target's type and the field that is set do not go together.

The API server does not compare them; what it does check is HP004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject

_FIELDS = {
    "Value": "value",
    "AverageValue": "averageValue",
    "Utilization": "averageUtilization",
}
_READ = {
    "Resource": ("averageValue", "averageUtilization"),
    "ContainerResource": ("averageValue", "averageUtilization"),
    "Pods": ("averageValue",),
    "External": ("averageValue", "value"),
    "Object": ("value", "averageValue"),
}
"""Metric source type -> fields that the controller looks at, first first."""


def check(context: Context) -> Iterator[Finding]:
    """Find targets that say one thing and set another.

    For an Object metric the controller goes by the type: ``AverageValue`` with
    only ``value`` set leaves it without a number. Clusters before 1.28 store the
    target by the field instead and turn the type round silently. For all other
    sources only the field counts, and the type misleads the reader.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            yield from _finding(subject, metric)


def _finding(subject: Subject, metric: Metric) -> Iterator[Finding]:
    named = metric.target.type
    given = [field for field in _READ[metric.type] if _is_set(metric, field)]
    wanted = _FIELDS.get(named)
    if wanted is None or not given or (wanted in given and len(given) == 1):
        return
    place = subject.place(*metric.path, "target", "type")
    meant = next(kind for kind, field in _FIELDS.items() if field == given[0])
    if metric.type == "Object" and wanted not in given:
        yield Finding(
            code="HP114",
            severity=Severity.ERROR,
            place=place,
            message=f"type {named}, but {given[0]} is set: for an Object metric the "
            f"controller goes by the type and finds no {wanted}",
            hint=f"write type: {meant}, or {wanted} instead of {given[0]}",
        )
        return
    read = wanted if metric.type == "Object" else given[0]
    yield Finding(
        code="HP114",
        severity=Severity.WARNING,
        place=place,
        message=f"type {named} beside {' and '.join(given)}: the controller looks at "
        f"{read} only",
        hint=f"set only the field that counts, and its type ({meant})",
    )


def _is_set(metric: Metric, field: str) -> bool:
    target = metric.target
    values = {
        "value": target.value,
        "averageValue": target.average_value,
        "averageUtilization": target.average_utilization,
    }
    return values[field] is not None
