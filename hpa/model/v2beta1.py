"""autoscaling/v2beta1: the older shape of metric sources, served up to 1.24.

Read from old files and converted; nobody should write it. The same shape stands
in the annotations that autoscaling/v1 keeps its metrics in.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from hpa.model.codec import OMIT_EMPTY
from hpa.model.meta import (
    NO_METADATA,
    NO_REFERENCE,
    CrossVersionObjectReference,
    LabelSelector,
    ObjectMeta,
)
from hpa.model.scalars import Int32, Int64, Time
from hpa.model.status import HorizontalPodAutoscalerCondition
from octoscale.core.quantity import Quantity

ZERO = Quantity.of_milli(0)
"""What a quantity that is no pointer in the API holds when nobody set it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMetricSource:
    """A metric that describes one object."""

    target: CrossVersionObjectReference = NO_REFERENCE
    """The described object, not the metric target."""

    metric_name: str = ""
    target_value: Quantity = ZERO
    selector: LabelSelector | None = None
    average_value: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PodsMetricSource:
    """A metric of each pod."""

    metric_name: str = ""
    target_average_value: Quantity = ZERO
    selector: LabelSelector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceMetricSource:
    """Cpu or memory of each pod."""

    name: str = ""
    target_average_utilization: Int32 | None = None
    target_average_value: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerResourceMetricSource:
    """Cpu or memory of one container of each pod."""

    name: str = ""
    target_average_utilization: Int32 | None = None
    target_average_value: Quantity | None = None
    container: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalMetricSource:
    """A metric of something that is no object of the cluster."""

    metric_name: str = ""
    metric_selector: LabelSelector | None = None
    target_value: Quantity | None = None
    target_average_value: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSpec:
    """One metric source: a type, and the one field of that type."""

    type: str = ""
    object: ObjectMetricSource | None = None
    pods: PodsMetricSource | None = None
    resource: ResourceMetricSource | None = None
    container_resource: ContainerResourceMetricSource | None = None
    external: ExternalMetricSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMetricStatus:
    """The value of an Object source."""

    target: CrossVersionObjectReference = NO_REFERENCE
    metric_name: str = ""
    current_value: Quantity = ZERO
    selector: LabelSelector | None = None
    average_value: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PodsMetricStatus:
    """The value of a Pods source."""

    metric_name: str = ""
    current_average_value: Quantity = ZERO
    selector: LabelSelector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceMetricStatus:
    """The value of a Resource source."""

    name: str = ""
    current_average_utilization: Int32 | None = None
    current_average_value: Quantity = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerResourceMetricStatus:
    """The value of a ContainerResource source."""

    name: str = ""
    current_average_utilization: Int32 | None = None
    current_average_value: Quantity = ZERO
    container: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalMetricStatus:
    """The value of an External source."""

    metric_name: str = ""
    metric_selector: LabelSelector | None = None
    current_value: Quantity = ZERO
    current_average_value: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricStatus:
    """What one metric source was last seen at."""

    type: str = ""
    object: ObjectMetricStatus | None = None
    pods: PodsMetricStatus | None = None
    resource: ResourceMetricStatus | None = None
    container_resource: ContainerResourceMetricStatus | None = None
    external: ExternalMetricStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerSpec:
    """What is scaled, between which bounds, by which metrics."""

    scale_target_ref: CrossVersionObjectReference = NO_REFERENCE
    min_replicas: Int32 | None = None
    max_replicas: Int32 = 0
    metrics: tuple[MetricSpec, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerStatus:
    """What the controller saw and decided last."""

    observed_generation: Int64 | None = None
    last_scale_time: Time | None = None
    current_replicas: Int32 = field(default=0, metadata=OMIT_EMPTY)
    desired_replicas: Int32 = 0
    current_metrics: tuple[MetricStatus, ...] = ()
    conditions: tuple[HorizontalPodAutoscalerCondition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscaler:
    """One HPA as autoscaling/v2beta1 has it."""

    api_version: ClassVar[str] = "autoscaling/v2beta1"
    kind: ClassVar[str] = "HorizontalPodAutoscaler"

    metadata: ObjectMeta = NO_METADATA
    spec: HorizontalPodAutoscalerSpec = HorizontalPodAutoscalerSpec()
    status: HorizontalPodAutoscalerStatus | None = None
    """As read from a cluster; people leave it out."""
