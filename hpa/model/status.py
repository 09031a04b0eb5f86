"""What the controller reports in ``status``, the same in v2beta2 and v2.

Read from clusters, never written by people; how the controller fills it in is
``hpa.algorithm``'s business.
"""

from dataclasses import dataclass, field

from hpa.model.codec import KEEP_NULL, OMIT_EMPTY
from hpa.model.meta import NO_REFERENCE, CrossVersionObjectReference
from hpa.model.metrics import NO_METRIC, MetricIdentifier
from hpa.model.scalars import Int32, Int64, Time
from octoscale.core.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricValueStatus:
    """The value that a metric had."""

    value: Quantity | None = None
    average_value: Quantity | None = None
    average_utilization: Int32 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMetricStatus:
    """The value of an Object source."""

    metric: MetricIdentifier = NO_METRIC
    current: MetricValueStatus = MetricValueStatus()
    described_object: CrossVersionObjectReference = NO_REFERENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class PodsMetricStatus:
    """The value of a Pods source."""

    metric: MetricIdentifier = NO_METRIC
    current: MetricValueStatus = MetricValueStatus()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceMetricStatus:
    """The value of a Resource source."""

    name: str = ""
    current: MetricValueStatus = MetricValueStatus()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerResourceMetricStatus:
    """The value of a ContainerResource source."""

    name: str = ""
    current: MetricValueStatus = MetricValueStatus()
    container: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalMetricStatus:
    """The value of an External source."""

    metric: MetricIdentifier = NO_METRIC
    current: MetricValueStatus = MetricValueStatus()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricStatus:
    """What one metric source was last seen at; a failed one is all empty."""

    type: str = ""
    object: ObjectMetricStatus | None = None
    pods: PodsMetricStatus | None = None
    resource: ResourceMetricStatus | None = None
    container_resource: ContainerResourceMetricStatus | None = None
    external: ExternalMetricStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerCondition:
    """One condition, such as ``ScalingActive``."""

    type: str = ""
    status: str = ""
    """``True``, ``False`` or ``Unknown``."""

    last_transition_time: Time | None = field(default=None, metadata=KEEP_NULL)
    reason: str = field(default="", metadata=OMIT_EMPTY)
    message: str = field(default="", metadata=OMIT_EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerStatus:
    """What the controller saw and decided last."""

    observed_generation: Int64 | None = None
    last_scale_time: Time | None = None
    current_replicas: Int32 = 0
    desired_replicas: Int32 = 0
    current_metrics: tuple[MetricStatus, ...] = ()
    conditions: tuple[HorizontalPodAutoscalerCondition, ...] = ()
