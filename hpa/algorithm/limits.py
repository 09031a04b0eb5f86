"""From a stabilized recommendation to replicas within bounds and speed limits.

Upstream's ``convertDesiredReplicasWithRules`` and
``convertDesiredReplicasWithBehaviorRate``. What single policies allow is
``hpa.algorithm.policies``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.policies import scale_down_limit, scale_up_limit

if TYPE_CHECKING:
    from hpa.algorithm.outcome import State
    from hpa.algorithm.types import Spec
    from hpa.algorithm.versions import Switches

MESSAGES = {
    "DesiredWithinRange": "the desired count is within the acceptable range",
    "ScaleUpLimit": (
        "the desired replica count is increasing faster than the maximum scale rate"
    ),
    "ScaleDownLimit": (
        "the desired replica count is decreasing faster than the maximum scale rate"
    ),
    "TooManyReplicas": (
        "the desired replica count is more than the maximum replica count"
    ),
    "TooFewReplicas": (
        "the desired replica count is less than the minimum replica count"
    ),
}
"""What the condition ScalingLimited says for each reason."""


@dataclass(frozen=True, slots=True)
class Limited:
    """Replicas after the limits, and which limit it was."""

    replicas: int
    reason: str
    """A key of ``MESSAGES``."""


def default_scale_up_limit(current: int) -> int:
    """Give the most replicas of one sync without ``behavior``: double, or four.

    >>> [default_scale_up_limit(current) for current in (1, 4, 8)]
    [4, 8, 16]
    """
    return max(2 * current, 4)


def within_default_limits(desired: int, current: int, spec: Spec) -> Limited:
    """Apply the bounds and the fixed limit of controllers without ``behavior``."""
    fastest = default_scale_up_limit(current)
    if desired < spec.min_replicas:
        return Limited(spec.min_replicas, "TooFewReplicas")
    if desired > min(spec.max_replicas, fastest):
        if spec.max_replicas > fastest:
            return Limited(fastest, "ScaleUpLimit")
        return Limited(spec.max_replicas, "TooManyReplicas")
    return Limited(desired, "DesiredWithinRange")


def within_limits(
    desired: int,
    current: int,
    spec: Spec,
    state: State,
    *,
    switches: Switches,
    now_micros: int,
) -> Limited:
    """Apply the bounds and the speed limits that *spec* has.

    With ``behavior`` the scaling policies and the bound of the change's
    direction only; without it ``within_default_limits``.
    """
    behavior = spec.behavior
    if behavior is None:
        return within_default_limits(desired, current, spec)
    if desired > current:
        limit = scale_up_limit(
            behavior.scale_up, current, state, switches=switches, now_micros=now_micros
        )
        return _capped(desired, max(limit, current), spec.max_replicas)
    if desired < current:
        limit = scale_down_limit(
            behavior.scale_down,
            current,
            state,
            switches=switches,
            now_micros=now_micros,
        )
        return _floored(desired, min(limit, current), spec.min_replicas)
    return Limited(desired, "DesiredWithinRange")


def _capped(desired: int, limit: int, maximum: int) -> Limited:
    if desired <= min(limit, maximum):
        return Limited(desired, "DesiredWithinRange")
    if maximum > limit:
        return Limited(limit, "ScaleUpLimit")
    return Limited(maximum, "TooManyReplicas")


def _floored(desired: int, limit: int, minimum: int) -> Limited:
    if desired >= max(limit, minimum):
        return Limited(desired, "DesiredWithinRange")
    if minimum < limit:
        return Limited(limit, "ScaleDownLimit")
    return Limited(minimum, "TooFewReplicas")
