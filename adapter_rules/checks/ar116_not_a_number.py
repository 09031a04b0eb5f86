"""AR116: the query can give NaN or infinity.

Told by the query alone. What the value then becomes is ``adapter_rules.values``'
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.checks.unguarded import sources
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find divisions and quantiles that nothing guards.

    With no traffic a ratio is 0/0 and a quantile of an empty histogram is NaN.
    The adapter serves NaN as 0 (for External metrics as a hugely negative number)
    and infinity as a hugely negative number: the workload shrinks at the wrong
    moment. A filter makes such a value absent instead, and the HPA keeps what it
    has.
    """
    for subject in context.subjects:
        if subject.query is None:
            continue
        for source in dict.fromkeys(sources(subject.query)):
            yield subject.finding(
                "AR116",
                Severity.WARNING,
                f"{source} can be NaN or infinite, which is served as a number",
                at=("metricsQuery",),
                hint=_HINT,
            )


_HINT = "divide by (… > 0), or write … and sum(rate(…_count…)) by (<<.GroupBy>>) > 0"
