"""What an HPA does while a metric, or a pod's sample, cannot be had.

The rules for whole metrics are asked of ``hpa.algorithm``: absent is not zero,
and the versions differ. How single pods are filled in is told in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    ContainerResourceMetric,
    ExternalMetric,
    ExternalReading,
    Failure,
    Observation,
    PodsMetric,
    ResourceMetric,
    ScaleView,
    State,
)

if TYPE_CHECKING:
    from hpa.algorithm.types import Config, Decision, Reading, Spec

_PROBE = ExternalMetric(name="probe", average_value_milli=1000)
_CURRENT = 10
_ABSENT = Failure("absent")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingMetric:
    """The answers to "what if it is not there"."""

    all_missing: str
    """When no metric can be had."""

    some_missing: str
    """When one of several cannot; empty for an HPA with one metric."""

    pods_without_sample: str
    """How a single pod without a sample counts; empty when no pod is asked."""

    reason: str
    """The reason that the condition ScalingActive then shows."""

    def lines(self) -> list[str]:
        """Give the answers as lines."""
        given = (self.all_missing, self.some_missing, self.pods_without_sample)
        return [line for line in given if line]

    def to_dict(self) -> dict[str, Any]:
        """Give the answers as plain data."""
        return {
            "allMissing": self.all_missing,
            "someMissing": self.some_missing or None,
            "podsWithoutSample": self.pods_without_sample or None,
            "reason": self.reason,
        }


def missing_metric(spec: Spec, config: Config) -> MissingMetric:
    """Ask the algorithm of *config* what absence does to *spec*."""
    nothing = _decided(replace(spec, metrics=spec.metrics[:1]), [_ABSENT], config)
    condition = nothing.condition("ScalingActive")
    reason = condition.reason if condition else ""
    several = len(spec.metrics) > 1
    subject = "no metric" if several else "it"
    verb = "can be had" if several else "cannot be had"
    return MissingMetric(
        all_missing=f"while {subject} {verb} the replicas stay as they are "
        f"(ScalingActive is False, {reason})",
        some_missing=_some(spec, config) if several else "",
        pods_without_sample=_pods(spec, config),
        reason=reason,
    )


def _some(spec: Spec, config: Config) -> str:
    """Try one missing metric beside one that asks for more, and for fewer."""
    probe = replace(spec, metrics=(spec.metrics[0], _PROBE))
    more = _decided(probe, [_ABSENT, ExternalReading((20_000,))], config)
    fewer = _decided(probe, [_ABSENT, ExternalReading((5_000,))], config)
    rises = more.recommendation is not None
    falls = fewer.recommendation is not None
    can = {
        (True, True): "the others decide alone, up and down",
        (True, False): "the others may still scale up, but not down",
        (False, False): "nothing is scaled",
    }
    return f"while one of them cannot be had {can[rises, falls]}"


def _pods(spec: Spec, config: Config) -> str:
    kinds = (PodsMetric, ResourceMetric, ContainerResourceMetric)
    if not any(isinstance(metric, kinds) for metric in spec.metrics):
        return ""
    own = "its target"
    utilizations = [
        metric
        for metric in spec.metrics
        if isinstance(metric, ResourceMetric | ContainerResourceMetric)
        and metric.average_value_milli is None
    ]
    if len(utilizations) == len(spec.metrics):
        above = config.switches.missing_pods_at_target
        own = "its request, or the target above it" if above else "its request"
    elif utilizations:
        own = "its target (of a utilization: its request)"
    return (
        f"a pod without a sample counts as 0 when scaling up, and as {own} when "
        "scaling down"
    )


def _decided(spec: Spec, readings: list[Reading], config: Config) -> Decision:
    """Decide once at ten replicas, whatever the bounds are."""
    open_spec = replace(spec, min_replicas=1, max_replicas=1000, behavior=None)
    scale = ScaleView(
        spec_replicas=_CURRENT, status_replicas=_CURRENT, selector="app=any"
    )
    seen = Observation(scale=scale, readings=tuple(readings))
    return decide(open_spec, State(), seen, config, 0.0)
