"""MF206: a figure that the API server refuses: a port, a count, a quantity.

Kubernetes' schemas know their types only, which are MF202's business; the limits
are those of its validation. Which port is the right one is told by MF402 and MF403.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.core.finding import Finding, Severity
from octoscale.core.quantity import Quantity, QuantityError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath

_KINDS = (
    *("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"),
    *("Job", "CronJob", "Pod", "Service", "PersistentVolumeClaim"),
)
_GROUPS = ("", "apps", "batch", "extensions")
"""Kubernetes' own; others have kinds of the same names, with rules of theirs."""

_PORTS = dict.fromkeys(("port", "containerPort"), 1) | dict.fromkeys(
    ("hostPort", "nodePort", "targetPort", "healthCheckNodePort"), 0
)
"""The smallest of each; 0 is how some say that nothing is said."""

_LAST_PORT = 65535
_COUNTS = (
    *("replicas", "minReadySeconds", "revisionHistoryLimit", "parallelism"),
    *("completions", "backoffLimit", "activeDeadlineSeconds", "partition"),
    *("progressDeadlineSeconds", "terminationGracePeriodSeconds"),
    *("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"),
)
_QUANTITIES = ("limits", "requests")

_HINTS = {
    "port": f"ports are 1 to {_LAST_PORT}",
    "count": "write 0 or more",
    "quantity": "such as 500m or 2 for processors, 512Mi or 2Gi for memory",
}


def check(context: Context) -> Iterator[Finding]:
    """Find ports, counts and quantities that no object can have.

    A port is 1 to 65535. There are no -5 replicas, and no negative seconds. What a
    container requests, and its limits, are quantities: a number and a suffix such
    as ``m``, ``Ki``, ``Mi`` or ``Gi``, and not ``12Q`` or ``abc``.
    """
    for manifest in context.manifests:
        if manifest.kind in _KINDS and manifest.group in _GROUPS:
            for path, problem, hint in _problems(manifest.at("spec"), ("spec",)):
                yield _finding(manifest, path, problem, hint)


def _problems(
    value: Any, path: DocumentPath
) -> Iterator[tuple[DocumentPath, str, str]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _problems(item, (*path, index))
        return
    for key, child in value.items() if isinstance(value, dict) else ():
        here = (*path, key)
        if path[-1] == "resources" and key in _QUANTITIES and isinstance(child, dict):
            for name, amount in child.items():
                problem = _of_quantity(amount)
                if problem:
                    yield (*here, name), f"{name} {problem}", _HINTS["quantity"]
        elif isinstance(child, int) and not isinstance(child, bool):
            if key in _PORTS and not _PORTS[key] <= child <= _LAST_PORT:
                yield here, f"{key} {child} is no port", _HINTS["port"]
            elif key in _COUNTS and child < 0:
                yield here, f"{key} {child} is negative", _HINTS["count"]
        else:
            yield from _problems(child, here)


def _of_quantity(amount: Any) -> str:
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        return ""
    try:
        quantity = Quantity.parse(str(amount))
    except QuantityError:
        return f"{amount!r} is no quantity"
    return f"{amount!r} is negative" if quantity < Quantity.of_milli(0) else ""


def _finding(
    manifest: Manifest, path: DocumentPath, problem: str, hint: str
) -> Finding:
    return Finding(
        code="MF206",
        severity=Severity.ERROR,
        place=manifest.place(*path),
        message=f"{manifest.title}: {problem}",
        hint=hint,
    )
