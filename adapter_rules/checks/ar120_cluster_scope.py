"""AR120: objects outside namespaces that the adapter cannot serve.

It knows three such resources (namespaces, nodes, persistent volumes) by heart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.stages.association import ROOT_SCOPED
from octoscale.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.checks.context import Context
    from octoscale.core.finding import Finding


def check(context: Context) -> Iterator[Finding]:
    """Find overrides that name a cluster-scoped resource.

    The adapter lists its metrics as if the objects were in namespaces. A request
    with a namespace names no such object, one without is not in the list: neither
    path works.
    """
    for subject in context.custom:
        for label, resource in subject.resources:
            scope = context.mapper.resource_for(resource)
            if scope.namespaced or resource in ROOT_SCOPED:
                continue
            yield subject.finding(
                "AR120",
                Severity.ERROR,
                f"{resource} are outside namespaces: the adapter lists their metrics, "
                "and answers 404 on either path",
                at=("resources", "overrides", label),
                hint="serve it as an external metric",
            )
