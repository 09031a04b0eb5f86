"""MF604: an HPA scales by its pods' metric, and nobody scrapes these pods.

The second link of the chain: exposition → scrape. Labels are MF602's business,
annotations that no job follows MF703's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.selecting import picks
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context
    from octoscale.check.pods import Pods


def check(context: Context) -> Iterator[Finding]:
    """Find Pods metrics of pods that no job of the Prometheus config finds.

    Only where the input has a Prometheus config with jobs that find pods. A
    PodMonitor or a ServiceMonitor that picks the pods counts as a job.
    """
    if not any(job.resolved for job in context.jobs):
        return
    for subject in context.hpas:
        pods = context.pods_of(subject)
        metric = next((m for m in subject.metrics if m.type == "Pods"), None)
        if pods is None or metric is None or context.targets_of(pods):
            continue
        if not _is_monitored(context, pods):
            yield Finding(
                code="MF604",
                severity=Severity.WARNING,
                place=subject.place(*metric.name_path),
                message=f"{metric.name} is a metric of the pods of "
                f"{subject.target_title}, which no scrape job of the input finds",
                hint="annotate the pods as the jobs expect it, or add a job",
            )


def _is_monitored(context: Context, pods: Pods) -> bool:
    if context.lookup.of_kind("ServiceMonitor"):
        return True
    return any(
        picks(monitor.at("spec", "selector"), pods.labels)
        for monitor in context.lookup.of_kind("PodMonitor")
    )
