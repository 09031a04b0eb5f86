"""MF501: a workload that does not select the pods it makes.

Selectors of other objects are MF502's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.selecting import described, picks
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")


def check(context: Context) -> Iterator[Finding]:
    """Find selectors that the labels of the pod template do not satisfy.

    The API server refuses such an object: it would make pods for ever and never
    find them.
    """
    for pods in context.pods:
        manifest = pods.manifest
        selector = manifest.at("spec", "selector")
        if manifest.kind not in _KINDS or not isinstance(selector, dict):
            continue
        if not picks(selector, pods.labels):
            labels = ", ".join(f"{k}={v}" for k, v in pods.labels.items()) or "none"
            yield Finding(
                code="MF501",
                severity=Severity.ERROR,
                place=manifest.place("spec", "selector"),
                message=f"{manifest.title} selects {described(selector)!r}, and its "
                f"pods have the labels {labels}",
                hint="give the pod template the labels of the selector",
            )
