"""The metric sources of ``spec.metrics``, the same in v2beta2 and v2.

Field for field as the API has them; the older shape of v2beta1 and of v1's
annotations is in ``hpa.model.v2beta1``. What the algorithm makes of them is in
``hpa.algorithm.metrics``.
"""

from dataclasses import dataclass

from hpa.model.meta import NO_REFERENCE, CrossVersionObjectReference, LabelSelector
from hpa.model.scalars import Int32
from octoscale.core.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricIdentifier:
    """A metric's name in the custom or external metrics API, and which series."""

    name: str = ""
    selector: LabelSelector | None = None


NO_METRIC = MetricIdentifier()
"""What stands for an identifier that nobody gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricTarget:
    """What the metric is held at."""

    type: str = ""
    """``Utilization``, ``Value`` or ``AverageValue``. The API does not check it
    against the field that is set; only Object sources go by it."""

    value: Quantity | None = None
    average_value: Quantity | None = None
    """Per pod."""

    average_utilization: Int32 | None = None
    """Whole percent of what the pods request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMetricSource:
    """A metric that describes one object, such as an Ingress."""

    described_object: CrossVersionObjectReference = NO_REFERENCE
    target: MetricTarget = MetricTarget()
    metric: MetricIdentifier = NO_METRIC


@dataclass(frozen=True, slots=True, kw_only=True)
class PodsMetricSource:
    """A metric of each pod, averaged over the scale target's pods."""

    metric: MetricIdentifier = NO_METRIC
    target: MetricTarget = MetricTarget()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceMetricSource:
    """Cpu or memory of each pod."""

    name: str = ""
    target: MetricTarget = MetricTarget()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerResourceMetricSource:
    """Cpu or memory of one container of each pod."""

    name: str = ""
    target: MetricTarget = MetricTarget()
    container: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalMetricSource:
    """A metric of something that is no object of the cluster."""

    metric: MetricIdentifier = NO_METRIC
    target: MetricTarget = MetricTarget()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSpec:
    """One metric source: a type, and the one field of that type."""

    type: str = ""
    """``Object``, ``Pods``, ``Resource``, ``ContainerResource`` or ``External``."""

    object: ObjectMetricSource | None = None
    pods: PodsMetricSource | None = None
    resource: ResourceMetricSource | None = None
    container_resource: ContainerResourceMetricSource | None = None
    external: ExternalMetricSource | None = None
