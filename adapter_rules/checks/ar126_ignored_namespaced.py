"""AR126: ``namespaced`` on a custom rule, where it does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find custom rules with ``resources.namespaced``.

    Only external rules read it. Whoever sets it to false on a custom rule, to
    drop the namespace's matcher, still gets the matcher.
    """
    for subject in context.custom:
        if subject.rule.resources.namespaced is not None:
            yield subject.finding(
                "AR126",
                Severity.WARNING,
                "custom rules ignore 'namespaced': a request with a namespace is "
                "always limited to it",
                at=("resources", "namespaced"),
                hint="leave it out, or make it an external rule",
            )
