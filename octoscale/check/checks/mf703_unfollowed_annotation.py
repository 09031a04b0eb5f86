"""MF703: pods ask to be scraped, and no job of the config listens.

Pods without the annotation are MF604's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.pods import SCRAPE
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find pods with ``prometheus.io/scrape: "true"`` that nobody scrapes.

    The annotation is a habit, no feature: a job must keep it by relabelling. Only
    where the input has a Prometheus config with jobs that find pods.
    """
    if not any(job.resolved for job in context.jobs):
        return
    for pods in context.pods:
        if pods.annotations.get(SCRAPE) == "true" and not context.targets_of(pods):
            path = (*pods.path, "metadata", "annotations", SCRAPE)
            yield Finding(
                code="MF703",
                severity=Severity.WARNING,
                place=pods.manifest.key_place(*path),
                message=f"{pods.manifest.title} asks to be scraped, and no job of the "
                "input's Prometheus config does so",
                hint="keep the annotation in a job's relabel_configs",
            )
