"""MF402: pods are scraped on a port that no container declares.

A missing port is MF401's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.pods import SCRAPE, SCRAPE_PORT
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find a ``prometheus.io/port`` that nothing in the pod serves.

    The target is down and its series are absent: the HPA shows ``<unknown>``. A
    container may listen on a port that it does not declare, so this is a warning;
    pods that declare no port at all are left alone.
    """
    for pods in context.pods:
        port = pods.annotations.get(SCRAPE_PORT, "")
        wanted = pods.annotations.get(SCRAPE) == "true" and port.isdigit()
        declared = [str(each.number) for each in pods.ports]
        if wanted and declared and port not in declared:
            path = (*pods.path, "metadata", "annotations", SCRAPE_PORT)
            yield Finding(
                code="MF402",
                severity=Severity.WARNING,
                place=pods.manifest.place(*path),
                message=f"{pods.manifest.title} is scraped on port {port}, which no "
                f"container declares: there are {', '.join(declared)}",
                hint="name the exporter's port, or declare it at its container",
            )
