"""Several metrics, one recommendation: the highest proposal, and partial failure.

Upstream's ``computeReplicasForMetrics``. One metric alone is
``hpa.algorithm.proposals``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpa.algorithm.outcome import Proposal
    from hpa.algorithm.versions import Switches


@dataclass(frozen=True, slots=True)
class Combined:
    """What all metrics together ask for."""

    replicas: int | None
    """``None`` when the reconcile must not scale at all."""

    name: str
    """The metric that asked for the most, in the controller's words."""

    first_failure: Proposal | None
    error: str | None
    """Set when metrics failed and that ends, or accompanies, the reconcile."""


def combine(
    proposals: tuple[Proposal, ...], current: int, switches: Switches
) -> Combined:
    """Take the highest proposal, unless failures forbid it.

    When all metrics failed nothing is known. When some did, the rest may keep
    or raise *current* but not lower it: the absent metric might be the one
    that needs the replicas.
    """
    replicas = failed = 0
    name = ""
    first_failure: Proposal | None = None
    for proposal in proposals:
        proposed = proposal.replicas
        if proposed is None:
            failed += 1
            first_failure = first_failure or proposal
        # As upstream has it: a result of 0 is replaced by any later one, even
        # a smaller one (a negative metric).
        elif replicas == 0 or proposed > replicas:
            replicas = proposed
            name = proposal.name
    if not failed and proposals:
        return Combined(replicas, name, None, None)
    message = first_failure.message if first_failure else "no metrics given"
    error = (
        f"invalid metrics ({failed} invalid out of {len(proposals)}), "
        f"first error is: {message}"
    )
    lowers = switches.partial_failure_blocks_scale_down and replicas < current
    if failed == len(proposals) or lowers:
        return Combined(None, "", first_failure, error)
    reported = error if switches.partial_failure_is_reported else None
    return Combined(replicas, name, first_failure, reported)
