"""MF702: a job scrapes every port of its pods, not the exporter's only.

Pods whose annotations leave the port open are MF401's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.pods import SCRAPE
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context
    from octoscale.check.scraping import ScrapeJob


def check(context: Context) -> Iterator[Finding]:
    """Find jobs that make several targets of one pod.

    Discovery gives a target for each declared port. Unless the job keeps one of
    them, the service's own port is scraped too: it answers with something else,
    and its ``up`` is 0 for ever.
    """
    for job in context.jobs:
        ports = _ports(job)
        if ports:
            title = next(iter(ports))
            more = f", and of {len(ports) - 1} more" if len(ports) > 1 else ""
            yield Finding(
                code="MF702",
                severity=Severity.WARNING,
                place=job.document.place((*job.path, "job_name")),
                message=f"the job {job.name!r} scrapes the ports "
                f"{', '.join(ports[title])} of {title}{more}",
                hint="keep one: source_labels "
                "[__meta_kubernetes_pod_container_port_number]",
            )


def _ports(job: ScrapeJob) -> dict[str, list[str]]:
    """Give the ports of the workloads that have several targets."""
    found: dict[str, list[str]] = {}
    for target in job.targets:
        if SCRAPE not in target.pods.annotations:
            port = target.address.rpartition(":")[2]
            known = found.setdefault(target.pods.manifest.title, [])
            if port not in known:
                known.append(port)
    return {title: ports for title, ports in found.items() if len(ports) > 1}
