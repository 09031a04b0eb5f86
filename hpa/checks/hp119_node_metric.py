"""HP119: a load average, which is the whole node's.

Judged by the metric's or the series' name; other metrics of nodes have names of
their own in every exporter and are not guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context

_LOAD_AVERAGE = re.compile(r"(?:.*_)?load(?:1|5|15)\Z")


def check(context: Context) -> Iterator[Finding]:
    """Find metrics that come from ``/proc/loadavg``.

    The kernel keeps one load average for the node, and a container sees it
    unchanged. Every neighbour on the node moves it, and more replicas on other
    nodes do not lower it: the HPA scales for somebody else's load.
    """
    for subject in context.hpas:
        for metric in subject.metrics:
            if metric.type not in ("Pods", "Object"):
                continue
            rule = context.rule_of(metric)
            series = rule.series_name if rule is not None else None
            name = series or metric.name
            if _LOAD_AVERAGE.match(name):
                yield Finding(
                    code="HP119",
                    severity=Severity.WARNING,
                    place=subject.place(*metric.name_path),
                    message=f"{name} is the load average of the whole node, not of "
                    f"{subject.target_title}",
                    hint="scale on what the process itself does: requests, "
                    "connections, cpu",
                )
