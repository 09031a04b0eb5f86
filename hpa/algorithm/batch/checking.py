"""What compiled code does not look at: shapes and types before, trouble after.

No arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpa.algorithm.batch import layout
from hpa.algorithm.batch.codes import Trouble

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Memory, Observations, Records, Specs

_TEXTS = {
    Trouble.RECOMMENDATIONS_FULL: (
        "no slot is left for its recommendation: "
        "syncs come faster than its memory was made for"
    ),
    Trouble.EVENTS_FULL: (
        "no slot is left for its scale event: "
        "syncs come faster than its memory was made for"
    ),
    Trouble.TIME_WENT_BACK: "this sync is before its last one",
    Trouble.VALUE_TOO_LARGE: "a metric's value or target is beyond 2**53 milli-units",
}


def check(
    specs: Specs, memory: Memory, observations: Observations, decisions: Records
) -> None:
    """Compare the arrays with what ``layout`` says; raise ``ValueError``."""
    hpas, metrics = len(specs.hpas), specs.metrics.shape[1:]
    policies = specs.policies.shape[2:]
    slots = memory.recommendations.shape[2:]
    events = memory.events.shape[2:]
    expected: tuple[tuple[str, Records, np.dtype[np.void], tuple[int, ...]], ...] = (
        ("specs.hpas", specs.hpas, layout.HPA, ()),
        ("specs.rules", specs.rules, layout.RULES, (2,)),
        ("specs.policies", specs.policies, layout.POLICY, (2, *policies)),
        ("specs.metrics", specs.metrics, layout.METRIC, metrics),
        ("memory.heads", memory.heads, layout.HEAD, ()),
        ("memory.sides", memory.sides, layout.SIDE, (2,)),
        (
            "memory.recommendations",
            memory.recommendations,
            layout.RECOMMENDATION,
            (2, *slots),
        ),
        ("memory.events", memory.events, layout.EVENT, (2, *events)),
        ("observations.scales", observations.scales, layout.SCALE, ()),
        ("observations.readings", observations.readings, layout.READING, metrics),
        ("decisions", decisions, layout.DECISION, ()),
    )
    for name, array, dtype, shape in expected:
        if array.dtype != dtype or not array.flags.c_contiguous:
            raise ValueError(f"{name} is not a contiguous array of its record type")
        if array.shape != (hpas, *shape):
            raise ValueError(
                f"{name} has the shape {array.shape}, not {(hpas, *shape)}"
            )


def check_trouble(decisions: Records) -> None:
    """Raise for the first void decision, if there is any."""
    void = np.flatnonzero(decisions["trouble"])
    if not len(void):
        return
    row = int(void[0])
    trouble = Trouble(int(decisions["trouble"][row]))
    text = f"HPA in row {row}: {_TEXTS[trouble]}"
    raise (ValueError if trouble is Trouble.TIME_WENT_BACK else OverflowError)(text)
