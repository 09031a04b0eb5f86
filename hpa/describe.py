"""What one HPA means, in words and figures that the controller itself gave.

Thresholds, trails and what a missing metric does are found by running
``hpa.algorithm``; here they are put into words. Why one decision came out as it
did is ``hpa.explain``; what is unwise is ``hpa.checks``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.acceptance import CONTAINER_METRICS, SCALE_TO_ZERO, Server, is_served
from hpa.algorithm.types import Config, ContainerResourceMetric
from hpa.algorithm.versions import caveat, switches_for
from hpa.behavior_words import held_words, limit_words
from hpa.checks.hp101_api_version import SERVED
from hpa.metric_words import MetricWords, metric_words
from hpa.missing import MissingMetric, missing_metric
from hpa.model.objects import GROUP, version_of
from hpa.spec import decision_spec
from hpa.trail import fastest
from octoscale.core.duration import format_prometheus

if TYPE_CHECKING:
    from hpa.algorithm.types import Behavior, Spec
    from hpa.model.objects import AnyHorizontalPodAutoscaler
    from hpa.trail import RoundTrip, Trail

_SHOWN_STEPS = 12
_TOLERANCE = "HPAConfigurableTolerance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How fast one direction may go, in words."""

    speed: str
    """``at most 4 pods or 100 % per 15s, whichever is more``."""

    hold: str
    """What the stabilization window does; empty when it does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One HPA in words."""

    title: str
    """``shop/httpgo``; without a namespace the name alone."""

    scale_target: str
    """``Deployment httpgo``."""

    min_replicas: int
    max_replicas: int
    served: str
    """Which Kubernetes versions serve its API version."""

    kubernetes: str
    """The version whose controller is described."""

    not_verified: str
    """``not verified against 1.31``; empty for the versions that were compared."""

    metrics: tuple[MetricWords, ...]
    missing: MissingMetric
    up: Limits
    down: Limits
    trip: RoundTrip
    notes: tuple[str, ...]
    """What this version does with the object that its author may not expect."""


def describe(
    hpa: AnyHorizontalPodAutoscaler, *, kubernetes: str | None = None
) -> Description:
    """Describe a valid HPA as the controller of *kubernetes* follows it.

    Without a version: the last known one that serves the object's API version.
    Raises ``InputError`` for an object that the API server would refuse and
    ``ValueError`` for what is no version.
    """
    version = Server(kubernetes=kubernetes).version_for(hpa)
    config = Config(switches=switches_for(version))
    spec = decision_spec(hpa)
    metadata, target = hpa.metadata, hpa.spec.scale_target_ref
    behavior = spec.behavior
    return Description(
        title="/".join(part for part in (metadata.namespace, metadata.name) if part),
        scale_target=f"{target.kind} {target.name}",
        min_replicas=spec.min_replicas,
        max_replicas=spec.max_replicas,
        served=served_words(hpa),
        kubernetes=version,
        not_verified=caveat(version),
        metrics=tuple(metric_words(metric, spec, config) for metric in spec.metrics),
        missing=missing_metric(spec, config),
        up=_limits(behavior, config, up=True),
        down=_limits(behavior, config, up=False),
        trip=fastest(spec, config),
        notes=_notes(hpa, spec, version),
    )


def served_words(hpa: AnyHorizontalPodAutoscaler) -> str:
    """Say which Kubernetes versions serve the object's API version.

    >>> from hpa.model import v2
    >>> served_words(v2.HorizontalPodAutoscaler())
    'autoscaling/v2 is served by Kubernetes 1.23 and later'
    """
    version = version_of(hpa)
    first, gone = SERVED[version]
    until = "and later" if gone is None else f"to 1.{gone - 1}"
    return f"{GROUP}/{version} is served by Kubernetes 1.{first} {until}"


def trail_words(trail: Trail) -> str:
    """Write a trail on one line, long ones shortened in the middle.

    >>> from hpa.trail import Step, Trail
    >>> trail_words(Trail(start=1, goal=8, steps=(Step(0, 4), Step(15, 8))))
    '1 → 4 → 8 in 15s'
    """
    counts = [str(count) for count in trail.replicas]
    if len(counts) > _SHOWN_STEPS:
        left_out = len(counts) - _SHOWN_STEPS + 1
        counts[6:-5] = [f"({left_out} more steps)"]
    line = " → ".join(counts)
    if trail.seconds is not None:
        return f"{line} in {format_prometheus(trail.seconds)}"
    if not trail.steps:
        return f"{line}, and never to {trail.goal}"
    return f"{line}, and not to {trail.goal} within a day"


def to_dict(description: Description) -> dict[str, Any]:
    """Give the description as plain data, with the API's way of writing names."""
    return {
        "name": description.title,
        "scaleTarget": description.scale_target,
        "minReplicas": description.min_replicas,
        "maxReplicas": description.max_replicas,
        "served": description.served,
        "kubernetes": description.kubernetes,
        "notVerified": description.not_verified or None,
        "metrics": [metric.to_dict() for metric in description.metrics],
        "missingMetric": description.missing.to_dict(),
        "scaleUp": _direction(description.up, description.trip.up),
        "scaleDown": _direction(description.down, description.trip.down),
        "notes": list(description.notes),
    }


def to_lines(description: Description) -> list[str]:
    """Give the description as lines for people."""
    d = description
    verified = f" ({d.not_verified})" if d.not_verified else ""
    bounds = f"between {d.min_replicas} and {d.max_replicas} replicas"
    lines = [
        f"{d.title} scales {d.scale_target} {bounds}",
        f"  {d.served}; described as Kubernetes {d.kubernetes} does it{verified}",
        "follows",
    ]
    for metric in d.metrics:
        lines += [f"  {metric.name}", *(f"    {line}" for line in metric.lines())]
    lines += [
        "when a metric is missing",
        *(f"  {line}" for line in d.missing.lines()),
        "limits",
        *(f"  up: {line}" for line in (d.up.speed, d.up.hold) if line),
        *(f"  down: {line}" for line in (d.down.speed, d.down.hold) if line),
        "fastest possible trail, from the first sync that sees the demand",
        f"  up: {trail_words(d.trip.up)}",
        f"  and back: {trail_words(d.trip.down)}",
    ]
    if d.notes:
        lines += ["note", *(f"  {note}" for note in d.notes)]
    return lines


def _limits(behavior: Behavior | None, config: Config, *, up: bool) -> Limits:
    rules = None
    if behavior is not None:
        rules = behavior.scale_up if up else behavior.scale_down
    return Limits(
        speed=limit_words(rules, up=up), hold=held_words(rules, config, up=up)
    )


def _direction(limits: Limits, trail: Trail) -> dict[str, Any]:
    steps = [{"seconds": s.seconds, "replicas": s.replicas} for s in trail.steps]
    return {
        "speed": limits.speed,
        "stabilization": limits.hold or None,
        "fastestTrail": {
            "from": trail.start,
            "to": trail.goal,
            "steps": steps,
            "seconds": trail.seconds,
        },
    }


def _notes(
    hpa: AnyHorizontalPodAutoscaler, spec: Spec, version: str
) -> tuple[str, ...]:
    switches = switches_for(version)
    behavior = spec.behavior
    rules = (behavior.scale_up, behavior.scale_down) if behavior else ()
    tolerances = any(each.tolerance is not None for each in rules)
    containers = any(isinstance(m, ContainerResourceMetric) for m in spec.metrics)
    zero = spec.min_replicas == 0
    notes = [
        (
            not is_served(hpa, version),
            f"Kubernetes {version} does not take {hpa.api_version}: convert it",
        ),
        (
            zero and not switches.scale_to_zero,
            f"minReplicas 0 {_gated(SCALE_TO_ZERO, version)}",
        ),
        (
            containers and not switches.container_resource,
            f"ContainerResource {_gated(CONTAINER_METRICS, version)}",
        ),
        (
            tolerances and not switches.tolerance_per_direction,
            f"tolerance (not counted) {_gated(_TOLERANCE, version)}",
        ),
    ]
    return tuple(text for holds, text in notes if holds)


def _gated(gate: str, version: str) -> str:
    return f"needs the feature gate {gate}, off by default in Kubernetes {version}"
