"""HP111: a utilization of requests that nobody makes.

Whether the limits let the utilization be reached is HP112's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Metric, Subject
    from hpa.checks.workloads import Workload


def check(context: Context) -> Iterator[Finding]:
    """Find utilization targets over containers without a request.

    Utilization is usage in percent of the request. One container without it, a
    sidecar too, makes the whole metric fail ("missing request for cpu"), and an
    HPA without another metric never scales. A limit counts as the request where
    that is left out, and so do the defaults of a LimitRange in the input. An HPA
    without metrics gets a cpu utilization of 80 % from the API server.
    """
    for subject in context.hpas:
        workload = context.target(subject)
        if workload is None or not workload.containers:
            continue
        for metric in subject.metrics:
            if metric.utilization is not None:
                yield from _findings(subject, metric, workload)


def _findings(
    subject: Subject, metric: Metric, workload: Workload
) -> Iterator[Finding]:
    chosen = workload.selected(metric.container)
    lacking = [each for each in chosen if metric.name not in each.requests]
    if not chosen:
        yield Finding(
            code="HP111",
            severity=Severity.ERROR,
            place=subject.place(*metric.path, "container"),
            message=f"{workload.manifest.title} has no container {metric.container!r}",
            hint=f"it has: {', '.join(each.name for each in workload.containers)}",
        )
    elif lacking:
        first = lacking[0]
        where = workload.manifest.place(
            "spec", "template", "spec", "containers", first.index
        )
        yield Finding(
            code="HP111",
            severity=Severity.ERROR,
            place=subject.place(*metric.path, "target", "averageUtilization"),
            message=f"{metric.utilization} % of the {metric.name} request, but "
            f"container {first.name!r} of {workload.manifest.title} requests none "
            f"({where}): the metric fails",
            hint=f"give every container a request for {metric.name}",
        )
