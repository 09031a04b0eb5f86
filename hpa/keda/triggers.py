"""One metric source of an HPA as one trigger of a ScaledObject, and what differs.

A metric that cannot be converted gives no trigger and says why. Which rule is
behind it is ``backing``'s business, the query ``queries``'.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from adapter_rules.errors import RuleError
from hpa.keda.backing import Backing, backing
from hpa.keda.queries import external_query, may_give_several, object_query, pods_query
from hpa.keda.workload import pod_names
from octoscale.kube.restmapper import MapperError, RESTMapper

if TYPE_CHECKING:
    from adapter_rules.model import AdapterConfig
    from hpa.model import v2
    from hpa.model.metrics import MetricIdentifier, MetricSpec, MetricTarget
    from octoscale.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class KedaLoss:
    """One thing that the ScaledObject does not do, or does otherwise."""

    path: str
    """The HPA's field: ``spec.metrics[1]``."""

    message: str
    is_dropped: bool = False
    """Whether the field has no counterpart at all in the result."""

    def __str__(self) -> str:
        """Say it in one line."""
        word = "dropped, " if self.is_dropped else ""
        return f"{self.path}: {word}{self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a trigger needs to know beside its own metric."""

    hpa: v2.HorizontalPodAutoscaler
    namespace: str
    config: AdapterConfig | None
    server_address: str
    mapper: RESTMapper


@dataclass(frozen=True, slots=True)
class Converted:
    """A trigger, unless there is none, with its losses."""

    trigger: dict[str, Any] | None
    losses: tuple[KedaLoss, ...] = ()
    is_external: bool = False
    """Whether the adapter serves the metric through external.metrics.k8s.io."""


def trigger_for(metric: MetricSpec, path: str, around: Surroundings) -> Converted:
    """Convert one metric source; *path* is its field."""
    if metric.type in ("Resource", "ContainerResource"):
        return Converted(_resource_trigger(metric))
    name, convert = _CONVERTERS[metric.type]
    source = getattr(metric, name)
    external = metric.type == "External"
    try:
        found = _backing(source.metric, around, external=external)
        trigger, losses = convert(source, found, path, around)
    except (RuleError, MapperError) as error:
        loss = KedaLoss(path, f"no trigger: {error}", is_dropped=True)
        return Converted(None, (loss,), external)
    if found.is_assumed:
        text = (
            f"{found.rule.label} finds its series by a pattern; the query assumes "
            f"{found.series_name}"
        )
        losses = (*losses, KedaLoss(path, text))
    return Converted(trigger, losses, external)


def decimal_text(quantity: Quantity) -> str:
    """Write a quantity as the plain decimal that KEDA's thresholds are.

    >>> from octoscale.core.quantity import Quantity
    >>> [decimal_text(Quantity.parse(text)) for text in ("500m", "10k", "1.5")]
    ['0.5', '10000', '1.5']
    """
    value = Decimal(quantity.unscaled).scaleb(quantity.exponent)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _backing(
    metric: MetricIdentifier, around: Surroundings, *, external: bool
) -> Backing:
    field = "externalRules" if external else "rules"
    if around.config is None:
        raise RuleError("its query is in the adapter's rules, which are not given")
    config = around.config
    rules = config.external_rules if external else config.rules
    found = backing(metric.name, rules, around.mapper, field=field)
    if found is None:
        raise RuleError(f"none of the {field} serves the metric {metric.name!r}")
    return found


def _pods_trigger(
    source: Any, found: Backing, path: str, around: Surroundings
) -> tuple[dict[str, Any], tuple[KedaLoss, ...]]:
    names = pod_names(around.hpa.spec.scale_target_ref)
    query = pods_query(found, source.metric, names, around.namespace)
    losses = [
        KedaLoss(
            path,
            "the HPA averages over the pods that it sees and fills in those without "
            "a sample; the trigger divides the sum by the replicas, so that a pod "
            "without a sample counts as 0",
        ),
        KedaLoss(
            path,
            f"pods are found by their names ({names.pattern}), not by the "
            "workload's label selector",
        ),
    ]
    if not names.is_exact:
        kind = around.hpa.spec.scale_target_ref.kind
        text = f"how pods of this {kind} are called is assumed: check the pattern"
        losses.append(KedaLoss("spec.scaleTargetRef", text))
    return _prometheus_trigger(query, source.target, around), tuple(losses)


def _object_trigger(
    source: Any, found: Backing, path: str, around: Surroundings
) -> tuple[dict[str, Any], tuple[KedaLoss, ...]]:
    query = object_query(
        found, source.metric, source.described_object, around.namespace, around.mapper
    )
    losses: tuple[KedaLoss, ...] = ()
    if may_give_several(query):
        text = (
            "the query may give several series; the adapter takes one of them, KEDA "
            "answers with an error"
        )
        losses = (KedaLoss(path, text),)
    return _prometheus_trigger(query, source.target, around), losses


def _external_trigger(
    source: Any, found: Backing, path: str, around: Surroundings
) -> tuple[dict[str, Any], tuple[KedaLoss, ...]]:
    del path
    query = external_query(found, source.metric, around.namespace)
    return _prometheus_trigger(query, source.target, around), ()


def _prometheus_trigger(
    query: str, target: MetricTarget, around: Surroundings
) -> dict[str, Any]:
    by_value = target.average_value is None
    threshold = target.value if target.average_value is None else target.average_value
    if threshold is None:
        raise RuleError("the metric has no target")
    return {
        "type": "prometheus",
        "metricType": "Value" if by_value else "AverageValue",
        "metadata": {
            "serverAddress": around.server_address,
            "query": query,
            "threshold": decimal_text(threshold),
            # KEDA's default takes an empty answer for 0 and would scale down.
            "ignoreNullValues": "false",
        },
    }


def _resource_trigger(metric: MetricSpec) -> dict[str, Any]:
    source: Any = metric.resource or metric.container_resource
    target: MetricTarget = source.target
    by_value = target.average_value is not None
    value = target.average_value if by_value else target.average_utilization
    metadata = {"value": str(value)}
    if metric.container_resource is not None:
        metadata["containerName"] = metric.container_resource.container
    return {
        "type": source.name,
        "metricType": "AverageValue" if by_value else "Utilization",
        "metadata": metadata,
    }


_Converter = Callable[
    [Any, Backing, str, Surroundings], tuple[dict[str, Any], tuple[KedaLoss, ...]]
]

_CONVERTERS: dict[str, tuple[str, _Converter]] = {
    "Pods": ("pods", _pods_trigger),
    "Object": ("object", _object_trigger),
    "External": ("external", _external_trigger),
}
