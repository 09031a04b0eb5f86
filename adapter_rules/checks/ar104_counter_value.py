"""AR104: a counter is served as it stands.

By the metadata of a live Prometheus, else by the name. What a name promises is
AR103's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find counters that no rate is computed of.

    A counter only grows until its process restarts. Compared with a target it
    crosses it sooner or later, whatever the load, and never comes back; after a
    restart it starts from 0 and lets the workload shrink.
    """
    for subject in context.subjects:
        for name, because in dict(_counters(context, subject)).items():
            yield subject.finding(
                "AR104",
                Severity.ERROR,
                f"{name} is a counter ({because}), and the metrics query computes no "
                "rate of it",
                at=("metricsQuery",),
                hint="write rate(<<.Series>>{<<.LabelMatchers>>}[…])",
            )


def _counters(context: Context, subject: Subject) -> Iterator[tuple[str, str]]:
    for usage in subject.usages:
        counted = "count" in usage.aggregations or "group" in usage.aggregations
        if usage.is_growth or counted:
            continue
        for name in subject.names_for(usage):
            known = context.type_of(name)
            if known is not None and known.kind == "counter":
                yield name, known.because
