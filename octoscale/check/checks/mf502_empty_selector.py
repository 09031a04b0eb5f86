"""MF502: a selector that matches nothing in the input.

Only with evidence: where the input has pods (or Services) of that namespace at
all. A workload's own selector is MF501's business.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from octoscale.check.apis import removed
from octoscale.check.discovery import DEFAULT_NAMESPACE
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
_PODLESS = (
    *("ServiceMonitor", "PodMonitor", "PrometheusRule", "Probe", "ScrapeConfig"),
    *("ScaledObject", "TriggerAuthentication", "Certificate", "Issuer"),
)
"""Kinds of well-known custom resources that make no pods."""

_CLOSE = 0.74


def check(context: Context) -> Iterator[Finding]:
    """Find Services, monitors, budgets and policies that pick nothing.

    A Service without endpoints refuses connections, a monitor without targets
    leaves the metric absent. Where a custom resource of the namespace may make
    pods of its own, only what looks misspelt is told; nothing when a file could
    not be read.
    """
    if not context.complete:
        return
    for kind, path in _OF_PODS.items():
        for manifest in context.lookup.of_kind(kind):
            selector = _selector(manifest, path)
            wanted = as_labels(selector.get("matchLabels"))
            candidates = context.pods_with(manifest.namespace, wanted)
            if any(picks(selector, each.labels) for each in candidates):
                continue
            anywhere = kind == "PodMonitor" and manifest.at("spec", "namespaceSelector")
            near = context.pods if anywhere else context.pods_in(manifest.namespace)
            labels = [each.labels for each in near]
            yield from _finding(context, manifest, path, labels)
    for manifest in context.lookup.of_kind("ServiceMonitor"):
        labels = list(_labels_of_services(context, manifest))
        yield from _finding(context, manifest, ("spec", "selector"), labels)


def _labels_of_services(
    context: Context, monitor: Manifest
) -> Iterator[Mapping[str, str]]:
    """Give the labels of the Services where a ServiceMonitor looks."""
    where = monitor.at("spec", "namespaceSelector", "matchNames")
    spaces = set(where) if isinstance(where, list) else {monitor.namespace}
    spaces = {str(space or DEFAULT_NAMESPACE) for space in spaces}
    anywhere = monitor.at("spec", "namespaceSelector", "any") is True
    for service in context.lookup.of_kind("Service"):
        if anywhere or (service.namespace or DEFAULT_NAMESPACE) in spaces:
            yield as_labels(service.at("metadata", "labels"))


def _finding(
    context: Context,
    manifest: Manifest,
    path: DocumentPath,
    labels: Sequence[Mapping[str, str]],
) -> Iterator[Finding]:
    selector = _selector(manifest, path)
    words = described(selector)
    if not words or not labels or any(picks(selector, each) for each in labels):
        return
    meant = _meant(as_labels(selector.get("matchLabels")), labels)
    if not meant and _others_make_pods(context, manifest.namespace):
        return
    what = "Service" if manifest.kind == "ServiceMonitor" else "pod"
    yield Finding(
        code="MF502",
        severity=Severity.WARNING,
        place=manifest.place(*path),
        message=f"{manifest.title} selects {words!r}, which no {what} of the input has",
        hint=f"did you mean {meant!r}?"
        if meant
        else "correct the selector, or name the files of what it selects",
    )


def _selector(manifest: Manifest, path: DocumentPath) -> dict[str, Any]:
    """Give a selector in the API's form; a Service has plain labels."""
    found = manifest.at(*path)
    selector: dict[str, Any] = found if isinstance(found, dict) else {}
    return {"matchLabels": selector} if manifest.kind == "Service" else selector


def _others_make_pods(context: Context, namespace: str) -> bool:
    """Tell whether an operator may turn an object of the namespace into pods."""
    return any(
        "." in each.group
        and each.api_version not in context.schemas.api_versions
        and each.kind not in _PODLESS
        and (each.namespace or DEFAULT_NAMESPACE) == (namespace or DEFAULT_NAMESPACE)
        and removed(each.api_version, each.kind) is None
        for each in context.manifests
    )


def _meant(wanted: Mapping[str, str], labels: Sequence[Mapping[str, str]]) -> str:
    """Find the value of the same label that somebody has and that reads alike."""
    for key, value in wanted.items():
        values = sorted({each[key] for each in labels if key in each})
        close = difflib.get_close_matches(value, values, n=1, cutoff=_CLOSE)
        if close and close[0] != value:
            return f"{key}={close[0]}"
    return ""
