"""MF402: pods are scraped on a port that no container declares.

A missing port is MF401's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.annotated import annotated
from octoscale.check.pods import SCRAPE_PORT
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find a ``prometheus.io/port`` that nothing in the pods serves.

    The target is down and its series are absent: the HPA shows ``<unknown>``. A
    container may listen on a port that it does not declare, so this is a warning;
    pods that declare no port at all are left alone. A Service's annotation means the
    port of its pods, not its own.
    """
    for one in annotated(context):
        port = one.annotations.get(SCRAPE_PORT, "")
        declared = [str(number) for number in one.served]
        if port.isdigit() and declared and port not in declared:
            yield Finding(
                code="MF402",
                severity=Severity.WARNING,
                place=one.manifest.place(*one.path, SCRAPE_PORT),
                message=f"{one.manifest.title} is scraped on port {port[:40]}, which "
                f"no container declares: there are {', '.join(declared)}",
                hint="name the exporter's port, or declare it at its container",
            )
