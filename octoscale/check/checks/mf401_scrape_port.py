"""MF401: pods or a Service that ask to be scraped and do not say where.

Whether anything listens on the port is MF402's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.annotated import annotated
from octoscale.check.pods import SCRAPE, SCRAPE_PORT
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.annotated import Annotated
    from octoscale.check.context import Context

_DIGITS = 5
"""More has no port."""


def check(context: Context) -> Iterator[Finding]:
    """Find the annotation ``prometheus.io/scrape`` without a usable port.

    Without ``prometheus.io/port`` Prometheus scrapes every port that a container
    declares, those of the service itself too, which then are down; without any
    declared port it scrapes port 80. A single declared port needs no annotation.
    """
    for one in annotated(context):
        problem = _problem(one)
        if problem:
            at = SCRAPE_PORT if SCRAPE_PORT in one.annotations else SCRAPE
            yield Finding(
                code="MF401",
                severity=Severity.WARNING,
                place=one.manifest.place(*one.path, at),
                message=f"{one.manifest.title}: {problem}",
                hint=f"add {SCRAPE_PORT} with the exporter's port, in quotes",
            )


def _problem(one: Annotated) -> str:
    port = one.annotations.get(SCRAPE_PORT)
    if port is not None:
        is_number = port.isascii() and port.isdigit() and len(port) <= _DIGITS
        usable = is_number and 0 < int(port) < 65536
        return "" if usable else f"{SCRAPE_PORT} is no port: {port[:40]!r}"
    if len(one.targets) == 1 or (not one.targets and one.manifest.kind == "Service"):
        return ""
    numbers = ", ".join(map(str, one.targets))
    where = f"all of {numbers} are scraped" if numbers else "no port is declared"
    return f"{SCRAPE} without {SCRAPE_PORT}: {where}"
