"""All checks over one input: the one call behind ``octoscale lint hpa``.

Nothing is printed here; what a finding looks like is the command line's
business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks import CHECKS
from hpa.checks.context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.checks.ceilings import Ceiling
    from hpa.checks.reading import Input
    from hpa.checks.rules import RuleView
    from octoscale.core.finding import Finding


def lint(
    found: Input,
    *,
    rules: tuple[RuleView, ...] | None = None,
    kubernetes: int | None = None,
    ceilings: Mapping[str, Ceiling] | None = None,
) -> list[Finding]:
    """Run every check; findings are ordered by file, line and column.

    *kubernetes* is the minor version that the HPAs are for. Without *rules* the
    checks that need them say nothing.

    >>> from hpa.checks.reading import Source, gather
    >>> lint(gather([Source("a.yaml", "kind: Service")]))
    []
    """
    context = Context(
        hpas=found.hpas,
        manifests=found.manifests,
        rules=rules,
        kubernetes=kubernetes,
        ceilings=ceilings or {},
        complete=found.complete,
    )
    findings = list(found.findings)
    for row in CHECKS:
        findings += row.check(context)
    return sorted(dict.fromkeys(findings), key=_order)


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    return place.file or "", place.line or 0, place.column or 0, finding.code
