"""HP112: a utilization that the limits keep out of reach.

Missing requests are HP111's business, ceilings of other metrics HP113's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.reach import can_exceed
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject
    from hpa.checks.workloads import Workload


def check(context: Context) -> Iterator[Finding]:
    """Find utilization targets that never ask for more pods.

    A pod cannot use more than its limit, so its utilization ends at limit /
    request. Scaling up needs more than the target and the tolerance on top: with
    a request of 1 cpu, a limit of 2 and a target of 200 % it takes 220 %, and
    200 % is all there is. The HPA looks healthy and never scales up by this
    metric.
    """
    for subject in context.hpas:
        workload = context.target(subject)
        if workload is None:
            continue
        for metric in subject.metrics:
            yield from _finding(subject, metric, workload)


def _finding(subject: Subject, metric: Metric, workload: Workload) -> Iterator[Finding]:
    request = workload.total("requests", metric.name, metric.container)
    limit = workload.total("limits", metric.name, metric.container)
    target = metric.utilization
    if request is None or limit is None or request.milli_value <= 0 or not target:
        return
    most = 100 * limit.milli_value // request.milli_value
    tolerance = subject.tolerance("scaleUp")
    if can_exceed(most, target, tolerance):
        return
    needed = target * (1 + tolerance)
    yield Finding(
        code="HP112",
        severity=Severity.ERROR,
        place=subject.place(*metric.path, "target", "averageUtilization"),
        message=f"{target} % of {metric.name} never scales up: it takes more than "
        f"{needed:g} % (tolerance {tolerance:g}), and the limit {limit} of "
        f"{workload.manifest.title} is {most} % of its request {request}",
        hint=f"set a target well below {most / (1 + tolerance):.0f} %, or raise the "
        "limit",
    )
