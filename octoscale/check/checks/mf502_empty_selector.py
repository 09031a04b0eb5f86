"""MF502: a selector that matches nothing in the input.

Only with evidence: where the input has pods (or Services) of that namespace at
all. A workload's own selector is MF501's business.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from octoscale.check.selecting import as_labels, described, picks
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath

_OF_PODS: dict[str, DocumentPath] = {
    "Service": ("spec", "selector"),
    "PodDisruptionBudget": ("spec", "selector"),
    "NetworkPolicy": ("spec", "podSelector"),
    "PodMonitor": ("spec", "selector"),
}


def check(context: Context) -> Iterator[Finding]:
    """Find Services, monitors, budgets and policies that pick nothing.

    A Service without endpoints refuses connections, a monitor without targets
    leaves the metric absent. Nothing is said when a file could not be read.
    """
    if not context.complete:
        return
    for kind, path in _OF_PODS.items():
        for manifest in context.lookup.of_kind(kind):
            anywhere = kind == "PodMonitor" and manifest.at("spec", "namespaceSelector")
            selector = _selector(manifest, path)
            wanted = as_labels(selector.get("matchLabels"))
            candidates = context.pods_with(manifest.namespace, wanted)
            if any(picks(selector, each.labels) for each in candidates):
                continue
            near = context.pods if anywhere else context.pods_in(manifest.namespace)
            labels = [each.labels for each in near]
            yield from _finding(manifest, path, labels, "pod")
    services = context.lookup.of_kind("Service")
    labels = [as_labels(each.at("metadata", "labels")) for each in services]
    for manifest in context.lookup.of_kind("ServiceMonitor"):
        yield from _finding(manifest, ("spec", "selector"), labels, "Service")


def _finding(
    manifest: Manifest,
    path: DocumentPath,
    labels: Sequence[Mapping[str, str]],
    what: str,
) -> Iterator[Finding]:
    selector = _selector(manifest, path)
    words = described(selector)
    if not words or not labels or any(picks(selector, each) for each in labels):
        return
    yield Finding(
        code="MF502",
        severity=Severity.WARNING,
        place=manifest.place(*path),
        message=f"{manifest.title} selects {words!r}, which no {what} of the input has",
        hint=_hint(words, labels),
    )


def _selector(manifest: Manifest, path: DocumentPath) -> dict[str, Any]:
    """Give a selector in the API's form; a Service has plain labels."""
    found = manifest.at(*path)
    selector: dict[str, Any] = found if isinstance(found, dict) else {}
    return {"matchLabels": selector} if manifest.kind == "Service" else selector


def _hint(words: str, labels: Sequence[Mapping[str, str]]) -> str:
    pairs = sorted({f"{k}={v}" for each in labels for k, v in each.items()})
    close = difflib.get_close_matches(words, pairs, n=1, cutoff=0.7)
    if close:
        return f"did you mean {close[0]!r}?"
    return "correct the selector, or name the files of what it selects"
