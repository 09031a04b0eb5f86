"""What the algorithm is asked to follow: bounds, metrics, behavior, flags.

The one place to import the algorithm's types from: what a reconcile sees
(``hpa.algorithm.observation``), the metric sources (``hpa.algorithm.metrics``)
and what a reconcile leaves (``hpa.algorithm.outcome``) are re-exported here.
No defaulting of API objects: that is ``hpa.defaults`` and ``hpa.spec``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hpa.algorithm.metrics import (
    ContainerResourceMetric,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
    TargetType,
    UnknownMetric,
)
from hpa.algorithm.observation import (
    ConditionStatus,
    Container,
    ContainerUsage,
    ExternalReading,
    Failure,
    ObjectReading,
    Observation,
    Phase,
    Pod,
    PodSample,
    PodsReading,
    PodUsage,
    Reading,
    ResourceReading,
    ScaleView,
)
from hpa.algorithm.outcome import (
    Condition,
    ConditionType,
    Decision,
    Event,
    MetricStatus,
    Proposal,
    Recommendation,
    ScaleEvent,
    State,
    Status,
)
from hpa.algorithm.versions import DEFAULT_SWITCHES, Switches

__all__ = [
    "Behavior",
    "Condition",
    "ConditionStatus",
    "ConditionType",
    "Config",
    "Container",
    "ContainerResourceMetric",
    "ContainerUsage",
    "Decision",
    "Event",
    "ExternalMetric",
    "ExternalReading",
    "Failure",
    "MetricSpec",
    "MetricStatus",
    "ObjectMetric",
    "ObjectReading",
    "ObjectReference",
    "Observation",
    "Phase",
    "Pod",
    "PodSample",
    "PodUsage",
    "PodsMetric",
    "PodsReading",
    "PolicyType",
    "Proposal",
    "Reading",
    "Recommendation",
    "ResourceMetric",
    "ResourceReading",
    "ScaleEvent",
    "ScaleView",
    "ScalingPolicy",
    "ScalingRules",
    "SelectPolicy",
    "Spec",
    "State",
    "Status",
    "Switches",
    "TargetType",
    "UnknownMetric",
]

PolicyType = Literal["Pods", "Percent"]
"""Whether a scaling policy counts replicas or percent of them."""

SelectPolicy = Literal["Max", "Min", "Disabled"]
"""Which policy counts: the one that changes most, least, or none at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingPolicy:
    """How much may change within one policy period."""

    type: PolicyType
    value: int
    """Replicas, or percent of the replicas at the start of the period."""

    period_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingRules:
    """The limits of one direction, with the API's defaults already in."""

    policies: tuple[ScalingPolicy, ...]
    select_policy: SelectPolicy = "Max"
    stabilization_window_seconds: int | None = None
    """``None`` leaves it to the controller: 0 for scaling up, the flag
    ``downscale_stabilization_seconds`` for scaling down."""

    tolerance: float | None = None
    """This direction's own tolerance; read only with the switch
    ``tolerance_per_direction``. ``None`` for the controller's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behavior:
    """``spec.behavior``, with the API's defaults already in."""

    scale_up: ScalingRules
    scale_down: ScalingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What one HPA asks for, validated and defaulted."""

    max_replicas: int
    metrics: tuple[MetricSpec, ...]
    min_replicas: int = 1
    behavior: Behavior | None = None
    """``None`` selects the older limits (2x or 4 per sync), which differ from
    those of an empty ``behavior``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The controller's flags, by upstream's names and defaults."""

    tolerance: float = 0.1
    """``--horizontal-pod-autoscaler-tolerance``."""

    downscale_stabilization_seconds: float = 300.0
    """``--horizontal-pod-autoscaler-downscale-stabilization``. With
    ``behavior`` only its whole seconds count."""

    cpu_initialization_period_seconds: float = 300.0
    """``--horizontal-pod-autoscaler-cpu-initialization-period``."""

    initial_readiness_delay_seconds: float = 30.0
    """``--horizontal-pod-autoscaler-initial-readiness-delay``."""

    sync_period_seconds: float = 15.0
    """``--horizontal-pod-autoscaler-sync-period``: for whoever drives the
    controller; no decision depends on it."""

    switches: Switches = DEFAULT_SWITCHES
    """The later upstream changes that this controller has."""
