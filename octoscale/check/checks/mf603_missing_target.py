"""MF603: an HPA scales a workload that is nowhere in the input.

The last link of the chain: HPA → workload. One that stands there under another
name or in another namespace is the business of HP103.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from hpa.checks.workloads import WORKLOAD_KINDS
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find scale targets that no manifest defines, where their neighbours are.

    Only where the input has workloads of the HPA's namespace: else it may simply
    be about something else. Nothing is said when a file could not be read.
    """
    if not context.complete:
        return
    for subject in context.hpas:
        kind = subject.spec.scale_target_ref.kind
        name = subject.spec.scale_target_ref.name
        namespace = subject.manifest.namespace
        near = context.pods_in(namespace)
        if kind not in WORKLOAD_KINDS or not near or context.lookup.named(kind, name):
            continue
        if any(context.lookup.alike_beside(k, name, namespace) for k in WORKLOAD_KINDS):
            continue
        names = [each.manifest.name for each in near]
        close = difflib.get_close_matches(name, names, n=1)
        yield Finding(
            code="MF603",
            severity=Severity.WARNING,
            place=subject.place("spec", "scaleTargetRef", "name"),
            message=f"the HPA {subject.title} scales {subject.target_title}, which no "
            "manifest of the input defines",
            hint=f"did you mean {close[0]!r}?"
            if close
            else "correct the name, or name the workload's file",
        )
