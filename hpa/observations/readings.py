"""The metrics of an observation file, matched to those of one HPA.

Every mismatch is a finding with its place: OB001 a metric that the HPA does not
have, OB002 one without an entry, OB003 a value of the wrong kind, OB004 a sample
of a pod that is not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.types import (
    ContainerResourceMetric,
    ContainerUsage,
    ExternalMetric,
    ExternalReading,
    Failure,
    ObjectMetric,
    ObjectReading,
    PodSample,
    PodsMetric,
    PodsReading,
    PodUsage,
    ResourceMetric,
    ResourceReading,
)
from hpa.observations.pods import (
    DEFAULT_CONTAINER,
    request_milli,
    running,
    with_request,
)
from octoscale.core.duration import parse_prometheus
from octoscale.core.finding import Finding, Severity
from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.algorithm.types import MetricSpec, Pod, Reading, Spec
    from hpa.observations.model import MetricSeen, ObservationFile
    from octoscale.core.yamlio import Document, DocumentPath

WAYS = ("value", "values", "each", "pods", "utilization", "failed")
"""How an entry may say what came of asking."""

_TYPES: dict[type, tuple[str, tuple[str, ...]]] = {
    PodsMetric: ("Pods", ("each", "pods")),
    ObjectMetric: ("Object", ("value",)),
    ExternalMetric: ("External", ("value", "values")),
    ResourceMetric: ("Resource", ("each", "pods", "utilization")),
    ContainerResourceMetric: ("ContainerResource", ("each", "pods", "utilization")),
}
"""The metric's class -> its source type, and the ways that fit it."""

_WINDOW_SECONDS = PodSample(pod="", value_milli=0).window_seconds


@dataclass(slots=True)
class Matched:
    """What was read so far; pods gain requests where percentages are given."""

    pods: tuple[Pod, ...]
    readings: tuple[Reading, ...] = ()
    findings: tuple[Finding, ...] = ()


def match(
    seen: ObservationFile, document: Document, spec: Spec, pods: tuple[Pod, ...]
) -> Matched:
    """Give each metric of *spec* its reading, in its order."""
    matched = Matched(pods)
    findings: list[Finding] = []
    entries: dict[int, int] = {}
    for index, entry in enumerate(seen.metrics):
        free = [
            number
            for number, metric in enumerate(spec.metrics)
            if number not in entries and _fits(entry, metric)
        ]
        if not free:
            findings.append(_unknown(entry, index, spec, document))
            continue
        entries[free[0]] = index
        findings += _checked(entry, index, spec.metrics[free[0]], pods, document)
    for number, metric in enumerate(spec.metrics):
        if number not in entries:
            findings.append(_left_out(metric, document))
    matched.findings = tuple(findings)
    if not findings:
        matched.readings = tuple(
            _reading(seen.metrics[entries[number]], metric, matched)
            for number, metric in enumerate(spec.metrics)
        )
    return matched


def source_type(metric: MetricSpec) -> str:
    """Give the API's name of a metric's source type.

    >>> source_type(ExternalMetric(name="queue"))
    'External'
    """
    return _TYPES[type(metric)][0]


def _fits(entry: MetricSeen, metric: MetricSpec) -> bool:
    same_type = entry.type in (None, source_type(metric))
    return same_type and entry.name == getattr(metric, "name", "")


def _unknown(entry: MetricSeen, index: int, spec: Spec, document: Document) -> Finding:
    known = ", ".join(
        f"{source_type(m)} {getattr(m, 'name', '')}" for m in spec.metrics
    )
    what = f"{entry.type} metric" if entry.type else "metric"
    return _finding(
        "OB001",
        f"the HPA has no {what} {entry.name!r} that has no entry yet",
        document,
        ("metrics", index, "name"),
        hint=f"it has: {known}",
    )


def _left_out(metric: MetricSpec, document: Document) -> Finding:
    name = getattr(metric, "name", "")
    return _finding(
        "OB002",
        f"nothing is said of the {source_type(metric)} metric {name!r}",
        document,
        ("metrics",),
        hint="give its value; if it could not be had: failed, and why",
    )


def _checked(
    entry: MetricSeen,
    index: int,
    metric: MetricSpec,
    pods: tuple[Pod, ...],
    document: Document,
) -> list[Finding]:
    """Check that one entry says one thing, and one that fits its metric."""
    at: DocumentPath = ("metrics", index)
    name, fitting = _TYPES[type(metric)]
    if getattr(metric, "average_value_milli", None) is not None:
        fitting = tuple(way for way in fitting if way != "utilization")
    known = [*fitting, "failed"]
    given = [way for way in WAYS if getattr(entry, way) is not None]
    if len(given) != 1:
        said = " and ".join(given) or "nothing"
        text = f"{entry.name}: one of {', '.join(known)} is needed, {said} is given"
        return [_finding("OB003", text, document, at)]
    if given[0] not in known:
        text = f"{entry.name} is a {name} metric here: not {given[0]}"
        hint = f"give {' or '.join(known)}"
        return [_finding("OB003", text, document, (*at, given[0]), hint=hint)]
    listed = {pod.name for pod in pods}
    return [
        _finding(
            "OB004", f"no pod {pod!r} is listed", document, (*at, "pods", pod),
            hint="add it to pods, or correct the name",
        )
        for pod in entry.pods or ()
        if pod not in listed
    ]  # fmt: skip


def _reading(entry: MetricSeen, metric: MetricSpec, matched: Matched) -> Reading:
    if entry.failed is not None:
        return Failure(entry.failed)
    if isinstance(metric, ObjectMetric):
        return ObjectReading(_milli(entry.value or "0"))
    if isinstance(metric, ExternalMetric):
        whole = entry.values if entry.value is None else (entry.value,)
        return ExternalReading(tuple(map(_milli, whole or ())))
    if isinstance(metric, PodsMetric):
        values = _per_pod(entry, matched.pods)
        age, window = _measured(entry)
        return PodsReading(
            tuple(
                PodSample(pod=pod, value_milli=v, time=-age, window_seconds=window)
                for pod, v in values.items()
            )
        )
    return _usages(entry, metric, matched)


def _usages(entry: MetricSeen, metric: MetricSpec, matched: Matched) -> ResourceReading:
    resource = getattr(metric, "name", "")
    container = getattr(metric, "container", "")
    if entry.utilization is None:
        values = _per_pod(entry, matched.pods)
    else:
        matched.pods = tuple(
            with_request(pod, resource, container) for pod in matched.pods
        )
        values = {
            # Rounded up: the controller cuts fractions of a percent off.
            pod.name: -(
                -request_milli(pod, resource, container) * entry.utilization // 100
            )
            for pod in running(matched.pods)
        }
    age, window = _measured(entry)
    return ResourceReading(
        tuple(
            PodUsage(
                pod=pod,
                containers=(
                    ContainerUsage(
                        name=container or DEFAULT_CONTAINER,
                        usage_milli={resource: value},
                    ),
                ),
                time=-age,
                window_seconds=window,
            )
            for pod, value in values.items()
        )
    )


def _per_pod(entry: MetricSeen, pods: tuple[Pod, ...]) -> Mapping[str, int]:
    if entry.each is not None:
        value = _milli(entry.each)
        return {pod.name: value for pod in running(pods)}
    return {pod: _milli(text) for pod, text in (entry.pods or {}).items()}


def _measured(entry: MetricSeen) -> tuple[float, float]:
    """Give age and window of an entry's samples in seconds."""
    age = 0.0 if entry.age is None else parse_prometheus(entry.age)
    if entry.window is None:
        return age, _WINDOW_SECONDS
    return age, parse_prometheus(entry.window)


def _milli(text: str) -> int:
    return Quantity.parse(text).milli_value


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
