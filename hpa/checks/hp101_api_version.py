"""HP101: an API version or group that the cluster no longer has.

Whether the kind can be scaled at all is HP102's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.kinds import GONE, is_gone
from hpa.checks.manifest import group_of
from hpa.model.objects import version_of
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Subject
    from octoscale.core.yamlio import DocumentPath

SERVED = {"v1": (2, None), "v2beta1": (8, 25), "v2beta2": (12, 26), "v2": (23, None)}
"""Version of the group autoscaling -> first minor that serves it, and first that
no longer does (kubernetes.io, deprecated API migration guide)."""


def check(context: Context) -> Iterator[Finding]:
    """Find HPAs that the named Kubernetes refuses, and references to moved kinds.

    ``autoscaling/v2beta2`` is served up to Kubernetes 1.25, ``autoscaling/v2``
    from 1.23 on. The group ``extensions`` has no Deployments since 1.16; the API
    server does not check that in an HPA, and the controller then finds nothing
    to scale. Without ``--kube-version`` the last version that has the HPA's own
    API is assumed, and a later removal is only mentioned.
    """
    for subject in context.hpas:
        yield from _own_version(context, subject)
        reference = subject.spec.scale_target_ref
        path: DocumentPath = ("spec", "scaleTargetRef", "apiVersion")
        yield from _moved(context, subject, reference.kind, path)
        for metric in subject.metrics:
            if metric.type == "Object":
                kind = metric.described_object.kind
                path = (*metric.path, "describedObject", "apiVersion")
                yield from _moved(context, subject, kind, path)


def _own_version(context: Context, subject: Subject) -> Iterator[Finding]:
    api_version = subject.manifest.api_version
    first, gone = SERVED[version_of(subject.written)]
    minor = context.kubernetes
    place = subject.place("apiVersion")
    if minor is not None and minor < first:
        yield Finding(
            code="HP101",
            severity=Severity.ERROR,
            place=place,
            message=f"{api_version} is served from Kubernetes 1.{first} on, not "
            f"by 1.{minor}",
            hint=f"write autoscaling/{_newest(minor)}",
        )
    elif gone is not None and (minor is None or minor >= gone):
        named = "" if minor is None else f", so not by 1.{minor}"
        yield Finding(
            code="HP101",
            severity=Severity.INFO if minor is None else Severity.ERROR,
            place=place,
            message=f"{api_version} is not served from Kubernetes 1.{gone} on{named}",
            hint="write autoscaling/v2"
            + (", or name the cluster's version" if minor is None else ""),
        )


def _newest(minor: int) -> str:
    """Give the newest version that a Kubernetes serves; v1 for what is older yet.

    >>> [_newest(minor) for minor in (1, 2, 8, 22, 30)]
    ['v1', 'v1', 'v2beta1', 'v2beta2', 'v2']
    """
    served = [version for version, (first, _) in SERVED.items() if first <= minor]
    return served[-1] if served else "v1"


def _moved(
    context: Context, subject: Subject, kind: str, path: DocumentPath
) -> Iterator[Finding]:
    api_version = subject.manifest.text(*path)
    group = group_of(api_version)
    minor = context.minor_for(subject)
    if is_gone(group, kind, minor):
        since, home = GONE[group, kind]
        yield Finding(
            code="HP101",
            severity=Severity.ERROR,
            place=subject.place(*path),
            message=f"{api_version} has no kind {kind} since Kubernetes 1.{since}: "
            "the controller cannot find it",
            hint=f"write apiVersion: {home}",
        )
