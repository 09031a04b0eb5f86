"""MF701: a pod's label overwrites the job's name.

What an HPA makes of that label is MF602's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find scrape targets whose ``job`` is not their job's name.

    A job that maps all pod labels (``labelmap``) lets a pod with a label ``job``
    take another name. It is a known way to give series an owner; alerts and
    dashboards that ask for the job's own name do not see these series any more, so
    it is only mentioned.
    """
    told: set[int] = set()
    for job in context.jobs:
        for target in job.targets:
            name = target.labels.get("job", "")
            manifest, path = target.pods.manifest, target.pods.path
            known = target.pods.labels.get("job") == name
            if name == job.name or not known or id(target.pods) in told:
                continue
            told.add(id(target.pods))
            yield Finding(
                code="MF701",
                severity=Severity.INFO,
                place=manifest.place(*path, "metadata", "labels", "job"),
                message=f"{manifest.title}: its series get job={name!r} from this "
                f"label, not the job's name {job.name!r}",
                hint="ask for this name in rules and alerts, or rename the label",
            )
