"""HP105: a workload that an HPA scales has a fixed number of replicas.

Only the field in the workload's manifest; bounds are HP107's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find ``spec.replicas`` in a workload that an HPA scales.

    Every ``kubectl apply`` of such a manifest sets the count back, in the middle
    of a load peak too; the HPA corrects it one sync later, and the pods that
    were stopped start anew. Nothing is said when the HPA can have only that one
    count, nor of an object that was read from a cluster: there it is what the HPA
    itself has set.
    """
    reported: set[Place] = set()
    for subject in context.hpas:
        workload = context.target(subject)
        if workload is None or workload.replicas is None:
            continue
        if workload.manifest.text("metadata", "resourceVersion"):
            continue
        low, high = subject.min_replicas, subject.spec.max_replicas
        place = workload.manifest.place("spec", "replicas")
        if place in reported or low == high == workload.replicas:
            continue
        reported.add(place)
        yield Finding(
            code="HP105",
            severity=Severity.WARNING,
            place=place,
            message=f"{workload.manifest.title} has replicas: {workload.replicas}, "
            f"and the HPA {subject.title} scales it between {low} and {high}: every "
            "apply sets the count back",
            hint="leave spec.replicas out: the HPA owns it",
        )
