"""HP103: the scale target is not where the HPA looks for it.

Only with evidence in the input: an HPA alone in its file says nothing about what
the cluster has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.workloads import WORKLOAD_KINDS
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.manifest import Manifest
    from hpa.checks.subject import Subject


def check(context: Context) -> Iterator[Finding]:
    """Find scale targets that stand in the input under another name or place.

    An HPA scales in its own namespace only, and by the exact kind and name.
    Reported are targets that the input holds in another namespace, as another
    kind, or under a name that differs in case or separators, and nowhere as
    written. When a file could not be read, nothing is said.
    """
    if not context.complete:
        return
    for subject in context.hpas:
        reference = subject.spec.scale_target_ref
        if context.named_beside(subject, reference.kind, reference.name):
            continue
        other = next(_candidates(context, subject), None)
        if other is not None:
            place = other.place("metadata", "name")
            yield Finding(
                code="HP103",
                severity=Severity.WARNING,
                place=subject.place("spec", "scaleTargetRef", "name"),
                message=f"no {subject.target_title} beside the HPA "
                f"{subject.title}; {place} has {other.title}",
                hint="write the kind, the name and the HPA's namespace as the "
                "workload has them",
            )


def _candidates(context: Context, subject: Subject) -> Iterator[Manifest]:
    """Find what was probably meant, the most likely first."""
    reference = subject.spec.scale_target_ref
    namespace = subject.manifest.namespace
    yield from context.lookup.named(reference.kind, reference.name)
    for kind in WORKLOAD_KINDS:
        for each in context.lookup.alike_beside(kind, reference.name, namespace):
            if each.name == reference.name or kind == reference.kind:
                yield each
