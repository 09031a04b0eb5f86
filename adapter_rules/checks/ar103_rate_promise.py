"""AR103: the API name promises a rate, the query computes none.

One check only. Whether the series is a counter is AR104's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from adapter_rules.checks.subject import Subject
    from octoscale.core.finding import Finding


PROMISES = ("_per_second", "_per_minute", "_per_sec", "_rate", "_rps", "_qps", "_rpm")
"""Endings of names of things that are counted over time."""


def check(context: Context) -> Iterator[Finding]:
    """Find rules named ``_per_second`` whose query holds no rate function.

    Over a counter such a rule serves an ever-growing total: the workload climbs
    to ``maxReplicas`` and stays there. A series that is called so itself has been
    computed by somebody else, and is left alone.
    """
    for subject in context.subjects:
        if subject.query is None or any(usage.is_growth for usage in subject.usages):
            continue
        promised = _promise(subject)
        if promised:
            yield subject.finding(
                "AR103",
                Severity.ERROR,
                f"{promised!r} promises a rate, and the metrics query computes none",
                at=("name", "as"),
                hint="write rate(<<.Series>>{<<.LabelMatchers>>}[…]), or name it "
                "as what it is",
            )


def _promise(subject: Subject) -> str:
    """Give what makes the promise; empty when nobody does."""
    written = subject.rule.name.as_
    if written.endswith(PROMISES):
        if any(name.endswith(PROMISES) for name in subject.names):
            return ""
        return written
    for name in subject.names:
        called = subject.api_name(name) or ""
        if called.endswith(PROMISES) and not name.endswith(PROMISES):
            return called
    return ""
