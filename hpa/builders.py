"""HPAs and metric sources for people: natural forms in, v2beta2 objects out.

What cannot be is refused when it is built, with the field and the reason; what
is built here an API server accepts. Other versions: ``hpa.manifests``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hpa.behavior import PresetName, preset
from hpa.metric_builders import (
    container_resource_metric,
    external_metric,
    metric_for,
    object_metric,
    pods_metric,
    resource_metric,
)
from hpa.model import v2beta2
from hpa.model.hub_v1 import stored_order
from hpa.model.meta import CrossVersionObjectReference, ObjectMeta
from hpa.natural import BuildError
from hpa.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpa.model.metrics import MetricSpec

__all__ = [
    "BuildError",
    "ScalableKind",
    "autoscaler",
    "container_resource_metric",
    "external_metric",
    "metric_for",
    "object_metric",
    "pods_metric",
    "resource_metric",
    "scale_target",
]

ScalableKind = Literal[
    "Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"
]
"""The kinds of Kubernetes itself that can be scaled."""

_API_VERSIONS: dict[str, str] = {
    "Deployment": "apps/v1",
    "StatefulSet": "apps/v1",
    "ReplicaSet": "apps/v1",
    "ReplicationController": "v1",
}


def scale_target(kind: ScalableKind, name: str) -> CrossVersionObjectReference:
    """Refer to the workload to scale. Raises ``BuildError`` for another kind.

    A custom resource with a scale subresource is referred to with
    ``hpa.model.meta.CrossVersionObjectReference`` itself.

    >>> scale_target("Deployment", "httpgo").api_version
    'apps/v1'
    """
    if kind not in _API_VERSIONS:
        known = ", ".join(_API_VERSIONS)
        raise BuildError("scale_target", f"{kind!r} is none of {known}")
    return CrossVersionObjectReference(
        kind=kind, name=name, api_version=_API_VERSIONS[kind]
    )


def autoscaler(  # noqa: PLR0913 - one argument for each field that people set
    scale_target: CrossVersionObjectReference | str,
    metrics: Iterable[MetricSpec],
    *,
    max_replicas: int,
    min_replicas: int = 1,
    name: str | None = None,
    namespace: str = "default",
    behavior: v2beta2.HorizontalPodAutoscalerBehavior | PresetName | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    scale_to_zero: bool = False,
) -> v2beta2.HorizontalPodAutoscaler:
    """Build one HPA that an API server accepts.

    *scale_target* may be text: ``"deployment/httpgo"``. *name* is the scale
    target's unless given. *behavior* left out keeps the controller's older
    limits. *scale_to_zero* says that the cluster has the gate HPAScaleToZero.
    Raises ``BuildError``.

    >>> hpa = autoscaler(
    ...     "deployment/httpgo",
    ...     [pods_metric("myapphttp_process_open_fds", average_value=200)],
    ...     max_replicas=8,
    ... )
    >>> hpa.metadata.name, hpa.spec.metrics[0].pods.target.average_value
    ('httpgo', Quantity('200'))
    """
    target = _scale_target(scale_target)
    hpa = v2beta2.HorizontalPodAutoscaler(
        metadata=ObjectMeta(
            name=target.name if name is None else name,
            namespace=namespace,
            labels=dict(labels or {}),
            annotations=dict(annotations or {}),
        ),
        spec=v2beta2.HorizontalPodAutoscalerSpec(
            scale_target_ref=target,
            min_replicas=min_replicas,
            max_replicas=max_replicas,
            metrics=_metrics(metrics),
            behavior=preset(behavior) if isinstance(behavior, str) else behavior,
        ),
    )
    for error in validate(hpa, scale_to_zero=scale_to_zero):
        raise BuildError(error.field, error.detail or error.type.words.lower())
    return hpa


def _scale_target(
    target: CrossVersionObjectReference | str,
) -> CrossVersionObjectReference:
    if not isinstance(target, str):
        return target
    kind, slash, name = target.partition("/")
    known = {known.lower(): known for known in _API_VERSIONS}
    if not slash or kind.lower() not in known:
        names = ", ".join(known)
        reason = f"{target!r} is not written KIND/NAME with a KIND of {names}"
        raise BuildError("scale_target", reason)
    found = known[kind.lower()]
    return CrossVersionObjectReference(
        kind=found, name=name, api_version=_API_VERSIONS[found]
    )


def _metrics(metrics: Iterable[MetricSpec]) -> tuple[MetricSpec, ...]:
    """Refuse what an API server accepts and then changes."""
    result = tuple(metrics)
    if not result:
        reason = "at least one is needed; the API would assume cpu at 80 %"
        raise BuildError("metrics", reason)
    lost = set(range(len(result))) - set(stored_order(result))
    for index in sorted(lost):
        reason = "a second cpu utilization is lost on clusters below 1.28"
        raise BuildError(f"spec.metrics[{index}]", reason)
    return result
