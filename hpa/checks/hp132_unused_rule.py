"""HP132: a rule whose metric no HPA of the input uses.

Needs the rules. Metrics that no rule exposes are HP131's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find discovery rules that nobody asks.

    Every rule costs a series query each relist interval, and a name that is
    served invites the next HPA. It is only mentioned, since the HPAs may be
    elsewhere. Rules that find their series by a pattern serve many names and are
    left out, and nothing is said when the input has no HPA at all.
    """
    if not context.hpas:
        return
    used = {
        (metric.type == "External", metric.name)
        for subject in context.hpas
        for metric in subject.metrics
    }
    for rule in context.rules or ():
        if rule.api_name and (rule.external, rule.api_name) not in used:
            yield Finding(
                code="HP132",
                severity=Severity.INFO,
                place=rule.place,
                message=f"no HPA of the input uses {rule.api_name!r}",
                hint="remove the rule, or name the files of the HPAs that use it",
            )
