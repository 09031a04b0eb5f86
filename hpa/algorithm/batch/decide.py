"""One sync of many HPAs: ``hpa.algorithm.decide`` row by row, on all cores.

Rows do not know each other, so neither their order nor the number of threads
matters. Each step's arithmetic is in the sibling named after the scalar module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpa.algorithm.batch.checking import check, check_trouble
from hpa.algorithm.batch.codes import (
    Able,
    Active,
    Cause,
    Direction,
    Limited,
    ScaleSeen,
    Trouble,
)
from hpa.algorithm.batch.combine import recommend
from hpa.algorithm.batch.compiling import compiled, entry, inlined, prange
from hpa.algorithm.batch.layout import (  # at run time: their order is kept
    NO_REPLICAS,
    Memory,
    Observations,
    Specs,
    blank_decisions,
)
from hpa.algorithm.batch.limits import within_limits
from hpa.algorithm.batch.policies import add_event
from hpa.algorithm.batch.replicas import FAILED
from hpa.algorithm.batch.stabilization import hold, remember_both
from hpa.algorithm.instants import micros

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Record, Records

_PARTS = 64
"""Into how many pieces the rows are cut for the threads."""


def decide_all(
    specs: Specs,
    memory: Memory,
    observations: Observations,
    now: float,
    *,
    into: Records | None = None,
) -> Records:
    """Decide how many replicas each workload should have at *now* (seconds).

    Changes *memory* in place and gives one ``layout.DECISION`` for each HPA, in
    *into* when it is given. As in ``decide`` the writes are taken to succeed.
    Raises ``ValueError`` for arrays of another shape or type and for a time
    before the last one, ``OverflowError`` when the memory has too few slots
    (syncs closer together than it was made for) or a metric's value is beyond
    2**53 milli-units; the memory is of no use after that. It brings its own
    threads: call it from one thread at a time.
    """
    decisions = blank_decisions(len(specs.hpas)) if into is None else into
    check(specs, memory, observations, decisions)
    _decide_all(specs, memory, observations, decisions, micros(now))
    check_trouble(decisions)
    return decisions


@inlined
def decide_one(
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decisions: Records,
    row: int,
    now_micros: int,
) -> None:
    """Decide for the HPA in *row* of all arrays: for loops that are compiled.

    Nothing is checked; whoever calls it looks at the decision's ``trouble``.
    Call it from a function that ``compiled`` makes.
    """
    scale, decision = observations.scales[row], decisions[row]
    current = int(scale["spec_replicas"])
    clear(decision, current)
    head = memory.heads[row]
    if now_micros < head["newest_micros"]:
        decision["trouble"] = Trouble.TIME_WENT_BACK
    elif scale["seen"] == ScaleSeen.NOT_READ:
        decision["replicas"] = NO_REPLICAS
        decision["able"] = Able.FAILED_GET_SCALE
        decision["error"] = True
    else:
        head["newest_micros"] = now_micros
        if not head["started"]:
            # A new HPA remembers what it found, and holds that for a window.
            head["started"] = True
            remember_both(specs, memory, row, current, now_micros)
        desired = desire(specs, memory, observations, decision, row, now_micros)
        if desired != current:
            rescale(specs, memory, decision, row, desired - current, now_micros)


@compiled
def clear(decision: Record, current: int) -> None:
    """Begin a decision: nothing is set, and the replicas stay."""
    decision["replicas"] = current
    decision["recommendation"] = NO_REPLICAS
    decision["leader"] = -1
    decision["able"] = Able.UNCHANGED
    decision["active"] = Active.UNCHANGED
    decision["limited"] = Limited.UNCHANGED
    decision["cause"] = Cause.NO_RESCALE
    decision["trouble"] = Trouble.NONE
    decision["error"] = False


@inlined
def desire(
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decision: Record,
    row: int,
    now_micros: int,
) -> int:
    """Give the replicas to ask for, from the bounds or else from the metrics."""
    hpa = specs.hpas[row]
    current = int(decision["replicas"])
    minimum, maximum = int(hpa["min_replicas"]), int(hpa["max_replicas"])
    desired = current
    if minimum <= current <= maximum:
        if selected(observations.scales[row], decision):
            raw = recommend(specs, observations, row, decision)
            if raw == FAILED:
                decision["able"] = Able.SUCCEEDED_GET_SCALE
            else:
                desired = normalize(specs, memory, decision, row, raw, now_micros)
    elif current == 0:
        decision["able"] = Able.SUCCEEDED_GET_SCALE
        decision["active"] = Active.SCALING_DISABLED
    elif current > maximum:
        desired = maximum
        decision["cause"] = Cause.ABOVE_MAX_REPLICAS
    else:
        desired = minimum
        decision["cause"] = Cause.BELOW_MIN_REPLICAS
    return desired


@compiled
def selected(scale: Record, decision: Record) -> bool:
    """Tell whether the selector will do; if not, set what that means."""
    if scale["seen"] == ScaleSeen.READ:
        return True
    shared = scale["seen"] == ScaleSeen.SELECTOR_SHARED
    decision["active"] = (
        Active.AMBIGUOUS_SELECTOR if shared else Active.INVALID_SELECTOR
    )
    decision["able"] = Able.SUCCEEDED_GET_SCALE
    decision["error"] = True
    return False


@inlined
def normalize(
    specs: Specs, memory: Memory, decision: Record, row: int, raw: int, now_micros: int
) -> int:
    """Hold *raw* back by the windows, limit it, and set what was done."""
    current = int(decision["replicas"])
    held = hold(specs, memory, row, raw, current, now_micros)
    if not remember_both(specs, memory, row, raw, now_micros):
        decision["trouble"] = Trouble.RECOMMENDATIONS_FULL
    desired, limited = within_limits(specs, memory, row, held, current, now_micros)
    decision["recommendation"] = raw
    decision["limited"] = limited
    if held == raw:
        decision["able"] = Able.READY_FOR_NEW_SCALE
    elif raw >= current and specs.hpas[row]["has_behavior"]:
        decision["able"] = Able.SCALE_UP_STABILIZED
    else:
        decision["able"] = Able.SCALE_DOWN_STABILIZED
    if desired != current:
        if raw > current:
            decision["cause"] = Cause.METRIC_ABOVE_TARGET
        elif raw < current:
            decision["cause"] = Cause.ALL_METRICS_BELOW_TARGET
        else:
            decision["cause"] = Cause.STABILIZED
    return desired


@inlined
def rescale(
    specs: Specs,
    memory: Memory,
    decision: Record,
    row: int,
    change: int,
    now_micros: int,
) -> None:
    """Write the scale: by *change*, which with ``behavior`` is remembered."""
    decision["replicas"] += change
    decision["able"] = Able.SUCCEEDED_RESCALE
    if not specs.hpas[row]["has_behavior"]:
        return
    direction = Direction.UP if change > 0 else Direction.DOWN
    if not add_event(specs, memory, row, direction, abs(change), now_micros):
        decision["trouble"] = Trouble.EVENTS_FULL


@compiled
def _decide_part(
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decisions: Records,
    part: int,
    now_micros: int,
) -> None:
    rows = decisions.shape[0]
    for row in range(rows * part // _PARTS, rows * (part + 1) // _PARTS):
        decide_one(specs, memory, observations, decisions, row, now_micros)


@entry
def _decide_all(
    specs: Specs,
    memory: Memory,
    observations: Observations,
    decisions: Records,
    now_micros: int,
) -> None:
    for part in prange(_PARTS):
        # Signed, as everywhere: prange counts in unsigned integers.
        piece = int(np.int64(part))
        _decide_part(specs, memory, observations, decisions, piece, now_micros)
