"""AR123: a custom metric whose objects nobody can ask for.

Told by the association alone. Labels that no series has are AR125's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find custom rules without labels for objects, or for their namespace.

    Without an association no series belongs to anything, and nothing is listed.
    With a label for pods and none for namespaces the metric is listed and every
    request fails: the adapter has no label to match the namespace with.
    """
    for subject in context.custom:
        if not subject.rule.resources.overrides and subject.template is None:
            yield subject.finding(
                "AR123",
                Severity.ERROR,
                "no label stands for any resource: the rule lists nothing",
                at=("resources",),
                hint="say in resources.overrides which labels hold the pod and the "
                "namespace",
            )
            continue
        scoped = [
            resource
            for _, resource in subject.objects
            if context.mapper.resource_for(resource).namespaced
        ]
        if scoped and not subject.namespace_label:
            yield subject.finding(
                "AR123",
                Severity.ERROR,
                f"{scoped[0]} are in namespaces, and no label stands for the "
                "namespace: every request is answered 404",
                at=("resources", "overrides"),
                hint="add the override of the label that holds the namespace",
            )
