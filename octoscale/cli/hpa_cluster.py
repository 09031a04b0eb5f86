"""What ``hpa diff`` and ``hpa apply`` share: the server's refusals, with places."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.manifests import Manifest
    from octoscale.kube.errors import Cause, KubeError

REFUSED = "HP013"
"""The API server does not take an object."""

OWNED = "HP014"
"""Another field manager owns a field that would change."""


@contextmanager
def refusals_placed(manifest: Manifest) -> Iterator[None]:
    """Turn the server's word about *manifest* into findings with places."""
    from octoscale.kube.errors import ConflictError, InvalidError, NotFoundError

    try:
        yield
    except (ConflictError, InvalidError, NotFoundError) as error:
        raise InputError(_refusals(error, manifest)) from None


def conflict_line(cause: Cause, manifest: Manifest) -> str:
    r"""Say who owns a field.

    >>> from hpa.acceptance import decoded
    >>> from octoscale.kube.errors import Cause
    >>> text = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler"
    >>> cause = Cause(field=".spec.maxReplicas", reason="", message="conflict with x")
    >>> conflict_line(cause, decoded(text, file="f")[0])
    'f:1:1: conflict with x: spec.maxReplicas'
    """
    finding = _conflict(cause, manifest)
    return f"{finding.place}: {finding.message}"


def _conflict(cause: Cause, manifest: Manifest) -> Finding:
    field = cause.field.removeprefix(".")
    return Finding(
        code=OWNED,
        severity=Severity.ERROR,
        message=f"{cause.message}: {field}",
        place=manifest.place(field),
        hint="octoscale hpa apply --force-conflicts takes the field over",
    )


def _refusals(error: KubeError, manifest: Manifest) -> list[Finding]:
    from octoscale.kube.errors import ConflictError

    causes = error.causes
    if not causes:
        return [_refusal(str(error), "", manifest)]
    if isinstance(error, ConflictError):
        return [_conflict(cause, manifest) for cause in causes]
    return [_refusal(f"{c.field}: {c.message}", c.field, manifest) for c in causes]


def _refusal(message: str, field: str, manifest: Manifest) -> Finding:
    return Finding(
        code=REFUSED,
        severity=Severity.ERROR,
        message=f"the server refuses it: {message}",
        place=manifest.place(field),
    )
