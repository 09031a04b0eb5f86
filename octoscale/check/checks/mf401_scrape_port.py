"""MF401: pods that ask to be scraped and do not say where.

Whether anything listens on the port is MF402's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.pods import SCRAPE, SCRAPE_PORT
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context
    from octoscale.check.pods import Pods


def check(context: Context) -> Iterator[Finding]:
    """Find the annotation ``prometheus.io/scrape`` without a usable port.

    Without ``prometheus.io/port`` Prometheus scrapes every port that a container
    declares, those of the service itself too, which then are down; without any
    declared port it scrapes port 80. A single declared port needs no annotation.
    """
    for pods in context.pods:
        if pods.annotations.get(SCRAPE) != "true":
            continue
        problem = _problem(pods)
        if problem:
            at = SCRAPE_PORT if SCRAPE_PORT in pods.annotations else SCRAPE
            path = (*pods.path, "metadata", "annotations", at)
            yield Finding(
                code="MF401",
                severity=Severity.WARNING,
                place=pods.manifest.place(*path),
                message=f"{pods.manifest.title}: {problem}",
                hint=f"add {SCRAPE_PORT} with the exporter's port, in quotes",
            )


def _problem(pods: Pods) -> str:
    port = pods.annotations.get(SCRAPE_PORT)
    if port is not None:
        usable = port.isascii() and port.isdigit() and 0 < int(port) < 65536
        return "" if usable else f"{SCRAPE_PORT} is no port: {port!r}"
    if len(pods.ports) == 1:
        return ""
    numbers = ", ".join(str(each.number) for each in pods.ports)
    where = f"all of {numbers} are scraped" if numbers else "no port is declared"
    return f"{SCRAPE} without {SCRAPE_PORT}: {where}"
