"""autoscaling/v1: a cpu percentage and nothing else; the rest is annotations.

The objects only, field for field. What the API server hides in annotations is
in ``hpa.model.roundtrip``.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from hpa.model.codec import named
from hpa.model.meta import (
    NO_METADATA,
    NO_REFERENCE,
    CrossVersionObjectReference,
    ObjectMeta,
)
from hpa.model.scalars import Int32, Int64, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerSpec:
    """What is scaled, between which bounds, at which cpu utilization."""

    scale_target_ref: CrossVersionObjectReference = NO_REFERENCE
    min_replicas: Int32 | None = None
    max_replicas: Int32 = 0
    target_cpu_utilization_percentage: Int32 | None = field(
        default=None, metadata=named("targetCPUUtilizationPercentage")
    )
    """Whole percent of the requests; absent for 80, unless an annotation holds
    other metrics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerStatus:
    """What the controller saw and decided last."""

    observed_generation: Int64 | None = None
    last_scale_time: Time | None = None
    current_replicas: Int32 = 0
    desired_replicas: Int32 = 0
    current_cpu_utilization_percentage: Int32 | None = field(
        default=None, metadata=named("currentCPUUtilizationPercentage")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscaler:
    """One HPA as autoscaling/v1 has it."""

    api_version: ClassVar[str] = "autoscaling/v1"
    kind: ClassVar[str] = "HorizontalPodAutoscaler"

    metadata: ObjectMeta = NO_METADATA
    spec: HorizontalPodAutoscalerSpec = HorizontalPodAutoscalerSpec()
    status: HorizontalPodAutoscalerStatus | None = None
    """As read from a cluster; people leave it out."""
