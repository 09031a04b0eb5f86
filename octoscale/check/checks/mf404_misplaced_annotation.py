"""MF404: the scrape annotations stand on the workload, where nobody reads them.

Those of the pods themselves are MF401's and MF402's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.pods import SCRAPE
from octoscale.check.selecting import as_labels
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find ``prometheus.io/scrape`` in a workload's own metadata only.

    Prometheus looks at pods; a Deployment's annotations are not handed down to
    them. Only the pod template's are.
    """
    for pods in context.pods:
        if not pods.path:
            continue
        own = as_labels(pods.manifest.at("metadata", "annotations"))
        if SCRAPE in own and SCRAPE not in pods.annotations:
            yield Finding(
                code="MF404",
                severity=Severity.WARNING,
                place=pods.manifest.key_place("metadata", "annotations", SCRAPE),
                message=f"{pods.manifest.title} is annotated with {SCRAPE}, its pods "
                "are not: they are not scraped",
                hint="move it into "
                + ".".join(map(str, (*pods.path, "metadata", "annotations"))),
            )
