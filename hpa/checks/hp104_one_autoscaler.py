"""HP104: two autoscalers move one workload.

Only who scales what; whether the metrics agree does not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.manifest import group_of
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.manifest import Manifest
    from hpa.checks.subject import Subject

SCALED_OBJECT = "ScaledObject"
_TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"

Target = tuple[str, str, str, str]
"""Namespace, group, kind and name."""


def check(context: Context) -> Iterator[Finding]:
    """Find workloads that two HPAs, or an HPA and a KEDA object, scale.

    Each of them sets the replicas that its own metrics demand, so the count
    jumps between both; from Kubernetes 1.28 on the controller stops instead
    (``AmbiguousSelector``). KEDA makes an HPA of its own for each ScaledObject,
    unless that is told to take over the one that is there. An HPA that is
    defined twice under one name is only a warning: the last one applied wins.
    """
    first: dict[Target, Subject] = {}
    for subject in context.hpas:
        target = _target(subject)
        earlier = first.setdefault(target, subject)
        if earlier is not subject:
            yield _second_hpa(subject, earlier)
    for scaled in context.of_kind(SCALED_OBJECT):
        rival = first.get(_target_of_keda(scaled))
        if rival is not None and not _takes_over(scaled, rival):
            yield _keda(rival, scaled)


def _target(subject: Subject) -> Target:
    reference = subject.spec.scale_target_ref
    group = group_of(reference.api_version)
    return subject.manifest.namespace, group, reference.kind, reference.name


def _target_of_keda(scaled: Manifest) -> Target:
    def field(name: str, default: str) -> str:
        return scaled.text("spec", "scaleTargetRef", name) or default

    group = group_of(field("apiVersion", "apps/v1"))
    return scaled.namespace, group, field("kind", "Deployment"), field("name", "")


def _takes_over(scaled: Manifest, subject: Subject) -> bool:
    advanced = ("spec", "advanced", "horizontalPodAutoscalerConfig", "name")
    marked = scaled.text("metadata", "annotations", _TRANSFER) == "true"
    return marked and scaled.text(*advanced) == subject.manifest.name


def _second_hpa(subject: Subject, earlier: Subject) -> Finding:
    where = earlier.place("spec", "scaleTargetRef", "name")
    if subject.manifest.name == earlier.manifest.name:
        return Finding(
            code="HP104",
            severity=Severity.WARNING,
            place=subject.place("metadata", "name"),
            message=f"the HPA {subject.title} is defined a second time (first: "
            f"{earlier.place('metadata', 'name')}): the last one applied wins",
            hint="keep one of the two",
        )
    return _conflict(
        subject.place("spec", "scaleTargetRef", "name"),
        f"the HPA {earlier.title} scales {subject.target_title}, too ({where})",
        "put the metrics of both into one HPA: it follows the highest demand",
    )


def _keda(subject: Subject, scaled: Manifest) -> Finding:
    where = scaled.place("metadata", "name")
    return _conflict(
        subject.place("spec", "scaleTargetRef", "name"),
        f"the KEDA {scaled.title} scales {subject.target_title}, too ({where})",
        f"keep one of the two, or let KEDA take this HPA over ({_TRANSFER})",
    )


def _conflict(place: Place, message: str, hint: str) -> Finding:
    return Finding(
        code="HP104",
        severity=Severity.ERROR,
        place=place,
        message=message,
        hint=hint,
    )
