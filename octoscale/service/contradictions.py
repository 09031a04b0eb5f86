"""What the parts of a service file say against each other.

Each would render without a word and then not scale: labels that overwrite each
other, one name for two processes, a workload that has no replicas to set.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Severity
from octoscale.service.model import ObjectAssociation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.core.yamlio import Document, DocumentPath
    from octoscale.service.model import ServiceFile

_UNSCALABLE = ("DaemonSet", "Job", "CronJob", "Pod")
_OF_APPS = ("Deployment", "StatefulSet", "ReplicaSet")


def contradictions(spec: ServiceFile, document: Document) -> Iterator[Finding]:
    """Find what cannot be true at once: SF004, SF006, SF007, SF008."""
    yield from _labels(spec, document)
    yield from _targets(spec, document)
    yield from _scale_target(spec, document)
    yield from _resources(spec, document)


def _labels(spec: ServiceFile, document: Document) -> Iterator[Finding]:
    names = spec.scrape.labels
    taken = {names.namespace: "the namespace", names.pod: "the pod"}
    if names.namespace == names.pod:
        text = f"one label, {names.pod!r}, cannot hold both the namespace and the pod"
        yield _finding("SF006", text, document, ("scrape", "labels"))
    for index, metric in enumerate(spec.metrics):
        of = metric.association
        if not isinstance(of, ObjectAssociation):
            continue
        held = f"{of.object} {of.name}"
        if taken.setdefault(of.label, held) != held:
            text = f"label {of.label!r} holds {taken[of.label]} already, not {held}"
            at = ("metrics", index, "association")
            yield _finding("SF006", text, document, at)


def _targets(spec: ServiceFile, document: Document) -> Iterator[Finding]:
    targets = spec.scrape.targets
    for field, values in (
        ("pod", [target.pod for target in targets]),
        ("address", [target.address for target in targets]),
    ):
        counts = Counter(values)
        for index, value in enumerate(values):
            if counts[value] > 1 and value in values[:index]:
                text = f"{field} {value!r} is named twice: its series would be mixed up"
                at = ("scrape", "targets", index, field)
                yield _finding("SF007", text, document, at)


def _resources(spec: ServiceFile, document: Document) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, resource in enumerate(spec.resources):
        if resource.name in seen:
            text = f"{resource.name} is named twice"
            at = ("resources", index, "name")
            yield _finding("SF004", text, document, at)
        seen.add(resource.name)


def _scale_target(spec: ServiceFile, document: Document) -> Iterator[Finding]:
    target = spec.scale_target
    at = ("scaleTarget", "kind")
    if target.kind in _UNSCALABLE:
        text = f"a {target.kind} has no replicas that an autoscaler could set"
        yield _finding("SF008", text, document, at)
    elif target.api_version == "apps/v1" and target.kind not in _OF_APPS:
        text = f"apps/v1 has no {target.kind} that can be scaled"
        hint = f"use one of {', '.join(_OF_APPS)}, or name its apiVersion"
        yield _finding("SF008", text, document, at, hint=hint)


def _finding(
    code: str, text: str, document: Document, at: DocumentPath, *, hint: str = ""
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        message=text,
        place=document.place(at),
        hint=hint,
    )
