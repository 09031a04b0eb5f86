"""Read a service file into what the other packages understand.

Field forms are in ``model``; here is what the fields mean together: the metric
descriptors, and combinations that could never scale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.builders import BuildError
from octoscale.core import schema, yamlio
from octoscale.core.descriptor import Association, MetricDescriptor
from octoscale.core.duration import parse_prometheus
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity
from octoscale.service import names
from octoscale.service.autoscaler import autoscaler
from octoscale.service.contradictions import contradictions
from octoscale.service.model import Metric, ObjectAssociation, ServiceFile

if TYPE_CHECKING:
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from octoscale.core.yamlio import Document, DocumentPath


_METRIC_INDEX = re.compile(r"metrics\[(\d+)]")

_HISTOGRAM_PARTS = ("_bucket", "_sum", "_count")

SCRAPES_PER_WINDOW = 4
"""A rate needs two samples, and scrapes get lost."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service file that was read and makes sense."""

    spec: ServiceFile
    """Its fields."""

    descriptors: tuple[MetricDescriptor, ...]
    """One for each of its metrics, in the same order."""

    hpa: AnyHorizontalPodAutoscaler
    """Its autoscaler, as the service's cluster takes it."""


def load(text: str, *, file: str | None = None) -> Service:
    """Read a service file.

    Raises ``InputError`` with the place of each problem: YAnnn for the YAML,
    SCnnn for fields and types, SF001 a metric that nothing could expose or
    serve, SF002 an impossible metric target, SF003 bounds that contradict each
    other, SF004 two metrics of one name, SF005 an HPA that no API server takes,
    SF006 labels that overwrite each other, SF007 scrape targets that mix up
    processes, SF008 a scale target that nobody can scale.
    """
    document = yamlio.load(text, file=file)
    spec = schema.decode(ServiceFile, document)
    findings = [
        *_bounds(spec, document),
        *_targets(spec, document),
        *contradictions(spec, document),
    ]
    descriptors: list[MetricDescriptor] = []
    for index, metric in enumerate(spec.metrics):
        try:
            descriptors.append(_descriptor(spec, metric))
        except ValueError as error:
            at = ("metrics", index)
            findings.append(_finding("SF001", str(error), document, at))
    findings += _repeats(descriptors, document)
    if findings:
        raise InputError(findings)
    return Service(spec, tuple(descriptors), _hpa(spec, descriptors, document))


def _hpa(
    spec: ServiceFile, descriptors: list[MetricDescriptor], document: Document
) -> AnyHorizontalPodAutoscaler:
    """Build the HPA; what cannot be is placed at the metric, or at the top."""
    try:
        return autoscaler(spec, descriptors)
    except BuildError as error:
        index = _METRIC_INDEX.search(error.field)
        at = _metric_path(spec, int(index[1])) if index else ()
        raise InputError([_finding("SF005", str(error), document, at)]) from None


def _metric_path(spec: ServiceFile, index: int) -> DocumentPath:
    """Give the place of one of the HPA's metrics: the resources come last."""
    beyond = index - len(spec.metrics)
    return ("metrics", index) if beyond < 0 else ("resources", beyond)


def _descriptor(spec: ServiceFile, metric: Metric) -> MetricDescriptor:
    interval = parse_prometheus(spec.scrape.interval)
    window = (
        parse_prometheus(metric.rate_window)
        if metric.rate_window
        else SCRAPES_PER_WINDOW * interval
    )
    if metric.kind == "gauge" and metric.rate_window:
        raise ValueError("a gauge is taken as it stands: it has no rate window")
    if metric.kind == "histogram" and metric.series.endswith(_HISTOGRAM_PARTS):
        raise ValueError(
            f"name the histogram without its ending: {metric.series.rpartition('_')[0]}"
        )
    if window < 2 * interval and metric.kind != "gauge":
        raise ValueError(
            f"a rate window of {metric.rate_window} holds fewer than two samples "
            f"at a scrape interval of {spec.scrape.interval}"
        )
    return MetricDescriptor(
        series_name=metric.series,
        kind=metric.kind,
        help=metric.help or f"{metric.series} of {spec.service}.",
        api_name=metric.api_name
        or names.api_name(metric.series, metric.kind, metric.quantile),
        unit=metric.unit,
        labels=metric.labels,
        buckets=metric.buckets,
        association=_association(spec, metric),
        aggregation=metric.aggregation,
        quantile=metric.quantile,
        rate_window_seconds=max(1, round(window)),
    )


def _association(spec: ServiceFile, metric: Metric) -> Association:
    labels = spec.scrape.labels
    if isinstance(metric.association, ObjectAssociation):
        return Association(
            kind="object",
            namespace_label=labels.namespace,
            object_label=metric.association.label,
            group_resource=metric.association.object,
            object_name=metric.association.name,
        )
    if metric.association == "external":
        return Association(
            kind="external", namespace_label=labels.namespace, object_label=None
        )
    return Association(
        kind="pods", namespace_label=labels.namespace, object_label=labels.pod
    )


def _bounds(spec: ServiceFile, document: Document) -> list[Finding]:
    at: DocumentPath = ("replicas", "min")
    if spec.replicas.min > spec.replicas.max:
        text = f"min {spec.replicas.min} is above max {spec.replicas.max}"
        return [_finding("SF003", text, document, at)]
    only_pods = all(metric.association == "pods" for metric in spec.metrics)
    if spec.replicas.min == 0 and only_pods:
        text = "min 0 needs an object or external metric: no pod, no metric of pods"
        return [_finding("SF003", text, document, at)]
    return []


def _targets(spec: ServiceFile, document: Document) -> list[Finding]:
    findings = []
    for index, metric in enumerate(spec.metrics):
        at: DocumentPath = ("metrics", index, "target")
        given = [metric.target.average_value, metric.target.value]
        if sum(value is not None for value in given) != 1:
            text = "a target has either averageValue or value"
            findings.append(_finding("SF002", text, document, at))
        elif metric.association == "pods" and metric.target.value is not None:
            text = "a metric of pods is compared by averageValue, for each pod"
            findings.append(_finding("SF002", text, document, at))
    return findings


def _repeats(descriptors: list[MetricDescriptor], document: Document) -> list[Finding]:
    first: dict[str, int] = {}
    findings = []
    for index, descriptor in enumerate(descriptors):
        earlier = first.setdefault(descriptor.api_name, index)
        if earlier != index:
            text = (
                f"two metrics are called {descriptor.api_name!r} in the API; "
                f"the other is metrics[{earlier}]"
            )
            at = ("metrics", index)
            findings.append(
                _finding("SF004", text, document, at, hint="set apiName on one of them")
            )
    return findings


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
