"""Several metrics, one recommendation: ``hpa.algorithm.combine`` for one row.

One metric alone is ``hpa.algorithm.batch.replicas``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import Active, MetricKind, Trouble
from hpa.algorithm.batch.compiling import compiled, inlined
from hpa.algorithm.batch.replicas import FAILED, TOO_LARGE, propose

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Observations, Record, Specs


@compiled
def failure_of(kind: int) -> Active:
    """Give the reason that a failed metric of *kind* (``MetricKind``) sets."""
    if kind == MetricKind.PODS:
        return Active.FAILED_GET_PODS_METRIC
    if kind in (MetricKind.OBJECT_VALUE, MetricKind.OBJECT_AVERAGE_VALUE):
        return Active.FAILED_GET_OBJECT_METRIC
    return Active.FAILED_GET_EXTERNAL_METRIC


@inlined
def recommend(
    specs: Specs, observations: Observations, row: int, decision: Record
) -> int:
    """Take the highest proposal, unless failures forbid it: then ``FAILED``.

    Sets the decision's ``leader``, ``active``, ``error`` and, for a value that
    is too large, ``trouble``.
    """
    hpa, scale = specs.hpas[row], observations.scales[row]
    replicas = failed = count = 0
    leader = -1
    for column in range(specs.metrics.shape[1]):
        metric = specs.metrics[row, column]
        if metric["kind"] == MetricKind.NONE:
            continue
        count += 1
        proposed = propose(hpa, metric, observations.readings[row, column], scale)
        if proposed in (FAILED, TOO_LARGE):
            failed += 1
            if failed == 1:
                decision["active"] = failure_of(int(metric["kind"]))
            if proposed == TOO_LARGE:
                decision["trouble"] = Trouble.VALUE_TOO_LARGE
        elif replicas == 0 or proposed > replicas:
            replicas = proposed
            leader = column
    lowers = replicas < scale["spec_replicas"]
    if failed == count or (
        failed > 0 and lowers and hpa["partial_failure_blocks_scale_down"]
    ):
        decision["error"] = True
        return FAILED
    decision["leader"] = leader
    decision["active"] = Active.VALID_METRIC_FOUND
    decision["error"] = failed > 0 and hpa["partial_failure_is_reported"]
    return max(replicas, 0)
