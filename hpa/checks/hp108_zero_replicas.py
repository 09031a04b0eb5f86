"""HP108: ``minReplicas: 0`` without what scaling from zero needs.

Other gates are HP109's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context

ON_BY_DEFAULT = 37
"""First minor whose gate HPAScaleToZero is on unless turned off."""


def check(context: Context) -> Iterator[Finding]:
    """Find HPAs that may scale to zero and could not come back.

    With no pods there is no cpu, no memory and no metric of a pod to look at:
    only an Object or External metric can wake the workload, and the API server
    refuses an HPA without one. And up to Kubernetes 1.36 it refuses
    ``minReplicas: 0`` altogether, unless the feature gate HPAScaleToZero was
    turned on.
    """
    for subject in context.hpas:
        if subject.min_replicas != 0:
            continue
        place = subject.place("spec", "minReplicas")
        minor = context.minor_for(subject)
        if not any(each.type in ("Object", "External") for each in subject.metrics):
            yield Finding(
                code="HP108",
                severity=Severity.ERROR,
                place=place,
                message="minReplicas 0 without an Object or External metric: nothing "
                "could wake the workload, and the API server refuses it",
                hint="set minReplicas to 1, or add an Object or External metric",
            )
        elif minor < ON_BY_DEFAULT:
            yield Finding(
                code="HP108",
                severity=Severity.WARNING,
                place=place,
                message=f"minReplicas 0 is refused by Kubernetes 1.{minor} "
                "unless its feature gate HPAScaleToZero is on",
                hint="set minReplicas to 1, or make sure of the gate",
            )
