"""One reconcile of an HPA, from what it saw to what it does next.

The order of upstream's ``reconcileAutoscaler``; the steps are in the siblings of
this module. Gathering and writing are ``hpa.controller``'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpa.algorithm.types import Config, Decision, Observation, Spec, State


def decide(
    spec: Spec,
    state: State,
    observation: Observation,
    config: Config,
    now: float,
) -> Decision:
    """Decide how many replicas the workload should have at *now* (seconds).

    The decision assumes that the write of the scale succeeds; when it fails,
    ``after_failed_write`` gives what then holds.
    """
    raise NotImplementedError


def after_failed_write(
    decision: Decision, *, state: State, message: str, now: float
) -> Decision:
    """Turn *decision* into what holds when its write of the scale failed.

    *state* is the one that the decision started from. The recommendation is
    kept, the scale event and the status' desired replicas are not.
    """
    raise NotImplementedError


def looks_at_metrics(spec: Spec, current: int) -> bool:
    """Tell whether a reconcile at *current* spec replicas reads any metric.

    It does not when scaling is disabled (0 replicas and a minimum above 0) or
    when the replicas are outside the bounds.
    """
    return max(spec.min_replicas, 0) <= current <= spec.max_replicas and not (
        current == 0 and spec.min_replicas != 0
    )
