"""A trace as CSV: one row for each sync of the autoscaler."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from octoscale.core.escape import csv_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.trace import LoadPoint, Sync, Trace

COLUMNS = (
    "simulated",
    "scenario",
    "seed",
    "time_seconds",
    "current",
    "desired",
    "ready",
    "recommendation",
    "metric",
    "value_milli",
    "target_milli",
    "offered",
    "served",
    "lost",
    "reason",
    "error",
)


def to_csv(traces: Sequence[Trace]) -> str:
    """Write the syncs of all *traces*, below one line of heads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for trace in traces:
        index = 0
        for sync in trace.syncs:
            while (
                index + 1 < len(trace.load) and trace.load[index + 1].time <= sync.time
            ):
                index += 1
            cells = _row(trace, sync, trace.load[index])
            writer.writerow([csv_cell(_text(cell)) for cell in cells])
    return out.getvalue()


def _row(trace: Trace, sync: Sync, load: LoadPoint) -> list[object]:
    metric = sync.metrics[0] if sync.metrics else None
    return [
        trace.load_model,
        trace.scenario,
        trace.seed,
        sync.time,
        sync.current,
        sync.desired,
        sync.ready,
        sync.recommendation,
        metric.name if metric else None,
        metric.value_milli if metric else None,
        metric.target_milli if metric else None,
        load.offered,
        load.served,
        load.lost,
        sync.reason,
        sync.error,
    ]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
