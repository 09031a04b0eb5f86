"""The rules for a whole HPA, as the API server applies them on create.

As ``ValidateHorizontalPodAutoscaler`` upstream, after defaulting, on the v2 form
of any version: so the field paths are v2's, as the API server reports them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hpa.defaults import with_defaults
from hpa.model.hub import to_v2
from hpa.validation.behavior import behavior_errors
from hpa.validation.field_errors import FieldError, invalid
from hpa.validation.metadata import metadata_errors
from hpa.validation.metrics import metrics_errors
from hpa.validation.references import reference_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.model import v2
    from hpa.model.meta import ObjectMeta
    from hpa.model.objects import AnyHorizontalPodAutoscaler

_LONGEST_PREFIX = 58
"""Characters of ``generateName`` that the server keeps."""

_ANY_SUFFIX = "xxxxx"
"""Stands for the five characters that the server adds."""


def validate(
    hpa: AnyHorizontalPodAutoscaler,
    *,
    scale_to_zero: bool = False,
    container_metrics: bool = True,
    request_namespace: str = "",
) -> list[FieldError]:
    """List the rules that an HPA breaks; empty when the API server accepts it.

    *scale_to_zero* is the gate HPAScaleToZero. *container_metrics* is the gate
    HPAContainerMetrics (on by default since 1.27); without it the server drops
    ContainerResource sources before it looks. With *request_namespace* it is
    judged as a request to that namespace: an absent namespace, and a name that
    the server is to generate, are filled in first.

    >>> from hpa.model import v2
    >>> [error.field for error in validate(v2.HorizontalPodAutoscaler())][:2]
    ['metadata.name', 'metadata.namespace']
    """
    hub = to_v2(with_defaults(hpa))
    if not container_metrics:
        hub = _without_container_metrics(hub)
    metadata = hub.metadata
    if request_namespace:
        metadata = _as_requested(metadata, request_namespace)
    lowest = 0 if scale_to_zero else 1
    return [*metadata_errors(metadata), *_spec_errors(hub.spec, lowest)]


def _as_requested(metadata: ObjectMeta, namespace: str) -> ObjectMeta:
    generated = f"{metadata.generate_name[:_LONGEST_PREFIX]}{_ANY_SUFFIX}"
    return replace(
        metadata,
        namespace=metadata.namespace or namespace,
        name=metadata.name or (generated if metadata.generate_name else ""),
    )


def _spec_errors(
    spec: v2.HorizontalPodAutoscalerSpec, lowest: int
) -> Iterator[FieldError]:
    minimum, maximum = spec.min_replicas, spec.max_replicas
    if minimum is not None and minimum < lowest:
        detail = f"must be greater than or equal to {lowest}"
        yield invalid("spec.minReplicas", minimum, detail)
    if maximum < 1:
        yield invalid("spec.maxReplicas", maximum, "must be greater than 0")
    if minimum is not None and maximum < minimum:
        detail = "must be greater than or equal to `minReplicas`"
        yield invalid("spec.maxReplicas", maximum, detail)
    yield from reference_errors(spec.scale_target_ref, "spec.scaleTargetRef")
    yield from metrics_errors(spec.metrics, "spec.metrics", min_replicas=minimum)
    yield from behavior_errors(spec.behavior, "spec.behavior")


def _without_container_metrics(
    hub: v2.HorizontalPodAutoscaler,
) -> v2.HorizontalPodAutoscaler:
    metrics = tuple(
        replace(metric, container_resource=None) for metric in hub.spec.metrics
    )
    return replace(hub, spec=replace(hub.spec, metrics=metrics))
