"""Which upstream changes a controller has: one switch a change, a set a version.

The algorithm is written for Kubernetes 1.23, whose answers are recorded, and
every later change to it is a switch. A Kubernetes minor version is a set of
switches. What the API of a version accepts is ``hpa.validation``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RECORDED_VERSION = "1.23"
"""The version whose real answers the conformance cases hold."""

DEFAULT_VERSIONS = {"v1": "1.25", "v2beta2": "1.25", "v2": "1.28"}
"""What is assumed for an API version when nobody names the cluster's: the last
version that serves v2beta2, and the last one whose code was compared."""

_OLDEST_KNOWN = 20
_NEWEST_KNOWN = 28
_VERSION = re.compile(r"v?1\.(\d{1,3})(?:[.+-].*)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """The changes of upstream that one controller has or lacks.

    The defaults are Kubernetes 1.23. Combine them freely with
    ``dataclasses.replace``, for a patched controller or for a question.
    """

    partial_failure_blocks_scale_down: bool = True
    """Some metrics failed and the others would scale down: an error. Without
    it (1.20) only the failure of all metrics is one."""

    raw_average_keeps_direction: bool = True
    """A plain average over pods that were filled in never moves the replicas
    against the ratio. Without it (1.20) only utilization has that rule."""

    two_sided_stabilization: bool = True
    """With ``behavior`` both windows clamp the current replicas. Without it
    (1.20) only the window of the recommendation's direction is applied."""

    period_start_counts_both_directions: bool = False
    """The replicas at the start of a policy period are reckoned from both
    lists of scale events (kubernetes PR 109058, in 1.26)."""

    missing_pods_at_target: bool = False
    """On scaling down a pod without a sample counts with its request or, where
    the target is above 100 %, with the target (PR 112178, in 1.26)."""

    no_fill_at_rest: bool = False
    """A plain average at exactly its target fills in nothing for pods without
    a sample; 1.23 fills in 0 and so may scale down (changed by 1.28)."""

    samples_before_requests: bool = False
    """"No samples" is reported before "missing request", in other words
    (changed by 1.28)."""

    refuses_shared_pods: bool = False
    """Pods that more than one HPA finds stop scaling, with the reason
    ``AmbiguousSelector`` (added by 1.28)."""

    partial_failure_is_reported: bool = False
    """Scaling in spite of failed metrics still ends the reconcile with an
    error (changed by 1.28)."""

    container_metric_names: bool = False
    """Messages say "container resource utilization" (changed by 1.28)."""

    refuses_container_resource: bool = False
    """The controller refuses ContainerResource sources: a controller of 1.28
    whose gate ``HPAContainerMetrics`` somebody turned off."""

    container_resource: bool = False
    """The API keeps ContainerResource sources (gate on by default from 1.27).
    Read by ``hpa.validation``; the algorithm does not look at it."""

    tolerance_as_band: bool = False
    """A ratio is within tolerance by ``1 - down <= ratio <= 1 + up`` and not by
    ``abs(1 - ratio) <= tolerance``: so 1.1 is within 0.1 (changed by 1.33)."""

    tolerance_per_direction: bool = False
    """``behavior.scaleUp.tolerance`` and ``scaleDown.tolerance`` count (1.33
    behind a gate that is on by default from 1.35)."""

    scale_to_zero: bool = False
    """The API accepts ``minReplicas: 0`` (gate on by default from 1.37). Read
    by ``hpa.validation``; the algorithm does not look at it, and the condition
    ``ScaledToZero`` of those versions is not modelled."""


_SINCE: dict[str, int] = {
    "partial_failure_blocks_scale_down": 21,
    "raw_average_keeps_direction": 21,
    "two_sided_stabilization": 21,
    "period_start_counts_both_directions": 26,
    "missing_pods_at_target": 26,
    "container_resource": 27,
    "no_fill_at_rest": 28,
    "samples_before_requests": 28,
    "refuses_shared_pods": 28,
    "partial_failure_is_reported": 28,
    "container_metric_names": 28,
    "tolerance_as_band": 33,
    "tolerance_per_direction": 35,
    "scale_to_zero": 37,
}
"""Switch -> first minor version that has it on. Where only "between 1.20 and
1.23" or "by 1.28" is known, the first version after the older one (1.21), and
the one that was compared (1.28)."""


def minor_of(version: str) -> int:
    """Read the minor number of a Kubernetes version.

    Raises ``ValueError`` for what is not a version 1.N.

    >>> minor_of("1.25"), minor_of("v1.23.0+k3s1")
    (25, 23)
    """
    match = _VERSION.match(version)
    if not match:
        raise ValueError(f"not a Kubernetes version such as 1.25: {version!r}")
    return int(match.group(1))


def switches_for(version: str) -> Switches:
    """Give the set of switches of a Kubernetes minor version.

    Newer minors than the ones known are accepted and get every listed change;
    ``caveat`` says what that is worth. Raises ``ValueError`` as ``minor_of``.

    >>> switches_for("1.23") == Switches()
    True
    >>> switches_for("1.26").missing_pods_at_target
    True
    """
    minor = minor_of(version)
    return Switches(**{name: minor >= since for name, since in _SINCE.items()})


def caveat(version: str) -> str:
    """Say in words when the algorithm is not verified for *version*.

    Empty for the versions that were recorded or compared.

    >>> caveat("1.31")
    'not verified against 1.31'
    >>> caveat("1.25")
    ''
    """
    minor = minor_of(version)
    if _OLDEST_KNOWN <= minor <= _NEWEST_KNOWN:
        return ""
    return f"not verified against 1.{minor}"


DEFAULT_SWITCHES = switches_for(DEFAULT_VERSIONS["v2beta2"])
"""The controller that is assumed when nobody names a version."""
