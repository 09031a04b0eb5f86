"""autoscaling/v2beta2: the paper's API, served up to Kubernetes 1.25.

The objects only, field for field. Sources, status and metadata are those of
``hpa.model.metrics``, ``status`` and ``meta``, which v2 shares.
"""

from dataclasses import dataclass
from typing import ClassVar

from hpa.model.meta import (
    NO_METADATA,
    NO_REFERENCE,
    CrossVersionObjectReference,
    ObjectMeta,
)
from hpa.model.metrics import MetricSpec
from hpa.model.scalars import Int32
from hpa.model.status import HorizontalPodAutoscalerStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class HPAScalingPolicy:
    """How much may change within one policy period."""

    type: str = ""
    """``Pods`` or ``Percent``."""

    value: Int32 = 0
    period_seconds: Int32 = 0
    """At most 1800."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HPAScalingRules:
    """The limits of one direction."""

    stabilization_window_seconds: Int32 | None = None
    """At most 3600. Absent when scaling down: the controller's flag decides."""

    select_policy: str | None = None
    """``Max`` (the default), ``Min`` or ``Disabled``."""

    policies: tuple[HPAScalingPolicy, ...] | None = None
    """Absent for the API's defaults; an empty list is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerBehavior:
    """Limits per direction; present and empty is not the same as absent."""

    scale_up: HPAScalingRules | None = None
    scale_down: HPAScalingRules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscalerSpec:
    """What is scaled, between which bounds, by which metrics."""

    scale_target_ref: CrossVersionObjectReference = NO_REFERENCE
    min_replicas: Int32 | None = None
    max_replicas: Int32 = 0
    metrics: tuple[MetricSpec, ...] = ()
    behavior: HorizontalPodAutoscalerBehavior | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizontalPodAutoscaler:
    """One HPA as autoscaling/v2beta2 has it."""

    api_version: ClassVar[str] = "autoscaling/v2beta2"
    kind: ClassVar[str] = "HorizontalPodAutoscaler"

    metadata: ObjectMeta = NO_METADATA
    spec: HorizontalPodAutoscalerSpec = HorizontalPodAutoscalerSpec()
    status: HorizontalPodAutoscalerStatus | None = None
    """As read from a cluster; people leave it out."""
