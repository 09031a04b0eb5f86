"""autoscaling/v2: served since Kubernetes 1.23, the only full one since 1.26.

The objects only, field for field; beside v2beta2 there is one field more,
``tolerance``. Conversions and validation go through this version.
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
from hpa.model.v2beta2 import HPAScalingPolicy
from octoscale.core.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class HPAScalingRules:
    """The limits of one direction."""

    stabilization_window_seconds: Int32 | None = None
    """At most 3600. Absent when scaling down: the controller's flag decides."""

    select_policy: str | None = None
    """``Max`` (the default), ``Min`` or ``Disabled``."""

    policies: tuple[HPAScalingPolicy, ...] | None = None
    """Absent for the API's defaults; an empty list is refused."""

    tolerance: Quantity | None = None
    """This direction's own tolerance, as a ratio; since Kubernetes 1.33."""


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
    """One HPA as autoscaling/v2 has it."""

    api_version: ClassVar[str] = "autoscaling/v2"
    kind: ClassVar[str] = "HorizontalPodAutoscaler"

    metadata: ObjectMeta = NO_METADATA
    spec: HorizontalPodAutoscalerSpec = HorizontalPodAutoscalerSpec()
    status: HorizontalPodAutoscalerStatus | None = None
    """As read from a cluster; people leave it out."""
