"""AR122: an external rule without a label for the namespace.

Labels that no series has are AR125's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find external rules that cannot say which label holds the namespace.

    The adapter limits every external request to the HPA's namespace. Without an
    override for namespaces or a template it finds no label to do so, and answers
    500 to every request, although the metric is listed.
    """
    for subject in context.external:
        mapping = subject.rule.resources
        if mapping.namespaced is False or subject.namespace_label:
            continue
        yield subject.finding(
            "AR122",
            Severity.ERROR,
            "no label stands for the namespace, which every external request is "
            "limited to: each is answered 500",
            at=("resources",),
            hint="name the label in resources.overrides, or set namespaced: false "
            "where all namespaces may be read",
        )
