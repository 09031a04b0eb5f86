"""HP102: the scale target is of a kind that nobody can scale.

Kinds that Kubernetes moved to another group are HP101's business, targets that
the input does not have HP103's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.checks.kinds import GONE, SCALABLE, exists, home_of, is_known
from hpa.checks.manifest import group_of
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Subject


def check(context: Context) -> Iterator[Finding]:
    """Find scale targets without a scale subresource.

    A DaemonSet runs one pod a node, a Job runs to its end: neither has replicas
    that an HPA could set. A kind in the wrong group (a Deployment without
    ``apiVersion: apps/v1``) does not exist. The API server accepts both; the
    controller then reports ``FailedGetScale`` for ever. Custom kinds are taken
    to be scalable.
    """
    for subject in context.hpas:
        problem = _problem(subject)
        if problem is not None:
            message, hint = problem
            yield Finding(
                code="HP102",
                severity=Severity.ERROR,
                place=subject.place("spec", "scaleTargetRef", "kind"),
                message=message,
                hint=hint,
            )


def _problem(subject: Subject) -> tuple[str, str] | None:
    reference = subject.spec.scale_target_ref
    kind, group = reference.kind, group_of(reference.api_version)
    if not kind or (group, kind) in SCALABLE or (group, kind) in GONE:
        return None
    if not exists(group, kind):
        version = repr(reference.api_version) if reference.api_version else "the core"
        home = home_of(kind)
        hint = f"write apiVersion: {home}" if home else "check apiVersion and kind"
        return f"there is no kind {kind} in {version}", hint
    if is_known(group, kind):
        message = f"a {kind} has no scale subresource: nobody can scale it"
        return message, "scale a Deployment or a StatefulSet, or remove the HPA"
    return None
