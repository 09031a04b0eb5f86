"""HP107: ``maxReplicas`` can never be reached.

Only what the input proves. How many nodes a cluster has is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.workloads import amounts
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.manifest import Manifest
    from hpa.checks.subject import Subject
    from hpa.checks.workloads import Workload
    from octoscale.core.quantity import Quantity

_COUNTED: dict[str, tuple[str, str]] = {
    "cpu": ("requests", "cpu"),
    "memory": ("requests", "memory"),
    "requests.cpu": ("requests", "cpu"),
    "requests.memory": ("requests", "memory"),
    "limits.cpu": ("limits", "cpu"),
    "limits.memory": ("limits", "memory"),
}
"""A quota's resource -> which amounts of a pod it counts."""

_PODS = ("pods", "count/pods")


def check(context: Context) -> Iterator[Finding]:
    """Find upper bounds that something in the input keeps out of reach.

    A ResourceQuota of the namespace that is full with fewer pods: the API server
    refuses the rest, and the HPA reports replicas that never come. A behavior
    that forbids scaling up. And, only as information, ``minReplicas`` equal to
    ``maxReplicas``: such an HPA never scales.
    """
    for subject in context.hpas:
        yield from _pinned(subject)
        yield from _forbidden(subject)
        workload = context.target(subject)
        if workload is not None:
            for quota in context.beside(subject, "ResourceQuota"):
                yield from _over_quota(subject, workload, quota)


def _pinned(subject: Subject) -> Iterator[Finding]:
    count = subject.spec.max_replicas
    if subject.min_replicas == count:
        yield Finding(
            code="HP107",
            severity=Severity.INFO,
            place=subject.place("spec", "maxReplicas"),
            message=f"minReplicas and maxReplicas are both {count}: the HPA never "
            "scales",
            hint="raise maxReplicas, or remove the HPA",
        )


def _forbidden(subject: Subject) -> Iterator[Finding]:
    behavior = subject.spec.behavior
    rules = behavior.scale_up if behavior is not None else None
    count = subject.spec.max_replicas
    if rules is not None and rules.select_policy == "Disabled":
        if subject.min_replicas >= count:
            return
        yield Finding(
            code="HP107",
            severity=Severity.WARNING,
            place=subject.place("spec", "behavior", "scaleUp", "selectPolicy"),
            message=f"scaling up is Disabled: maxReplicas {count} is never reached "
            "by any metric",
            hint="remove selectPolicy, or limit scaling up by policies",
        )


def _over_quota(
    subject: Subject, workload: Workload, quota: Manifest
) -> Iterator[Finding]:
    if quota.at("spec", "scopes") or quota.at("spec", "scopeSelector"):
        return
    wanted = subject.spec.max_replicas
    for resource, hard in amounts(quota.at("spec", "hard")).items():
        possible = _pods_within(resource, hard, workload)
        if possible is not None and possible < wanted:
            place = quota.place("spec", "hard", resource)
            yield Finding(
                code="HP107",
                severity=Severity.WARNING,
                place=subject.place("spec", "maxReplicas"),
                message=f"maxReplicas {wanted} is out of reach: {quota.title} allows "
                f"{resource} {hard}, enough for {possible} pods ({place})",
                hint=f"raise the quota, or lower maxReplicas to {possible}",
            )


def _pods_within(resource: str, hard: Quantity, workload: Workload) -> int | None:
    """Count the pods that one line of a quota has room for."""
    if resource in _PODS:
        return hard.value
    if resource not in _COUNTED:
        return None
    each = workload.total(*_COUNTED[resource])
    if each is None or each.milli_value <= 0:
        return None
    return hard.milli_value // each.milli_value
