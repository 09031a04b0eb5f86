"""HP115: an Object metric of an object that cannot exist.

What the rule behind the metric computes is HP116's and HP117's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.kinds import GONE, exists, home_of
from hpa.checks.manifest import group_of
from hpa.validation.names import dns_label, dns_subdomain
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject
    from hpa.model.meta import CrossVersionObjectReference

_LABEL_NAMES = ("Service", "Namespace")


def check(context: Context) -> Iterator[Finding]:
    """Find described objects that no cluster holds.

    A kind in the wrong group cannot be found at all. A name that is no object
    name, or a Job that no manifest defines, is the trick of letting
    Prometheus' label ``job`` pass for the Kubernetes kind Job: it works as long
    as nobody in between looks the object up, and gives one value for all pods
    instead of one for each. A Pods metric needs no trick.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            if metric.type == "Object":
                yield from _finding(context, subject, metric)


def _finding(context: Context, subject: Subject, metric: Metric) -> Iterator[Finding]:
    described = metric.described_object
    path = (*metric.path, "describedObject")
    group = group_of(described.api_version)
    if not described.kind or not described.name or (group, described.kind) in GONE:
        return
    if not exists(group, described.kind):
        version = described.api_version or "the core (no apiVersion)"
        home = home_of(described.kind)
        yield Finding(
            code="HP115",
            severity=Severity.ERROR,
            place=subject.place(*path, "kind"),
            message=f"there is no kind {described.kind} in {version}: the metric "
            "cannot be asked for",
            hint=f"write apiVersion: {home}" if home else "check apiVersion and kind",
        )
        return
    reason = _impossible(described) or _trick(context, subject, described)
    if reason:
        yield Finding(
            code="HP115",
            severity=Severity.WARNING,
            place=subject.place(*path, "name"),
            message=f"{described.kind} {described.name!r} {reason}",
            hint="associate the series with pods and use a Pods metric with an "
            "AverageValue",
        )


def _impossible(described: CrossVersionObjectReference) -> str:
    rule = dns_label if described.kind in _LABEL_NAMES else dns_subdomain
    problems = rule(described.name)
    return f"cannot exist: an object's name {problems[0]}" if problems else ""


def _trick(
    context: Context, subject: Subject, described: CrossVersionObjectReference
) -> str:
    if described.kind != "Job":
        return ""
    jobs = context.beside(subject, "Job")
    if any(job.name == described.name for job in jobs):
        return ""
    return (
        "is defined by no manifest of the input: Prometheus' label job only looks "
        "like the kind Job"
    )
