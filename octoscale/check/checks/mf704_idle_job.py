"""MF704: a scrape job that finds none of the input's pods.

Only jobs that look for pods; of the others nothing can be known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.discovery import DEFAULT_NAMESPACE
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find jobs that keep no pod at all: a misspelt label, mostly.

    Only mentioned, since the pods may be elsewhere; not at all for a job that
    looks into namespaces of which the input has no pods, or when a file could not
    be read.
    """
    if not context.complete or not context.pods:
        return
    namespaces = {each.namespace or DEFAULT_NAMESPACE for each in context.pods}
    for job in context.jobs:
        near = not job.namespaces or namespaces & set(job.namespaces)
        if job.resolved and set(job.roles) == {"pod"} and near and not job.targets:
            yield Finding(
                code="MF704",
                severity=Severity.INFO,
                place=job.document.place((*job.path, "job_name")),
                message=f"the job {job.name!r} finds none of the input's pods",
                hint="compare its relabel_configs with the pods' labels",
            )
