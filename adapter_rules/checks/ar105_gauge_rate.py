"""AR105: a rate of a gauge.

By the metadata of a live Prometheus, else by the name. Functions that are made
for gauges (``delta``, ``deriv``) are fine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.look import COUNTER_GROWTH
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find gauges of which a rate is computed.

    ``rate`` takes every fall for a restart and adds what was there before. Of a
    gauge that goes up and down it makes a large number without a meaning; of a
    constant (a start time, a limit) it makes 0.
    """
    for subject in context.subjects:
        for name, because in dict(_gauges(context, subject)).items():
            yield subject.finding(
                "AR105",
                Severity.WARNING,
                f"{name} is a gauge ({because}), and the metrics query computes a "
                "rate of it",
                at=("metricsQuery",),
                hint="serve it as it stands, or use deriv() or delta()",
            )


def _gauges(context: Context, subject: Subject) -> Iterator[tuple[str, str]]:
    for usage in subject.usages:
        if not any(function in COUNTER_GROWTH for function in usage.functions):
            continue
        for name in subject.names_for(usage):
            known = context.type_of(name)
            if known is not None and known.kind == "gauge":
                yield name, known.because
