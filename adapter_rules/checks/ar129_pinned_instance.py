"""AR129: a query for one single pod or address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding

LABELS = ("instance", "pod_ip", "pod", "pod_name", "kubernetes_pod_name")
"""Labels whose value lives as long as one pod."""


def check(context: Context) -> Iterator[Finding]:
    """Find matchers that name one instance.

    A pod's address and name end with it. A rule that is written for one of them
    finds nothing after the next deployment, and never the replicas that scaling
    adds.
    """
    for subject in context.subjects:
        series = () if subject.series is None else subject.series.matchers
        asked = (m for usage in subject.usages for m in usage.series.matchers)
        for at, matchers in (("seriesQuery", series), ("metricsQuery", tuple(asked))):
            for matcher in dict.fromkeys(matchers):
                if matcher.label not in LABELS or matcher.operator != "=":
                    continue
                if matcher.value and not matcher.value.startswith("octoscale"):
                    yield subject.finding(
                        "AR129",
                        Severity.WARNING,
                        f"{matcher} names one instance, which the next deployment "
                        "replaces",
                        at=(at,),
                        hint="name the service: by job, or by a label of all its pods",
                    )
