"""``runs.csv``: one row for each run of hey, every figure of it.

An empty cell is a figure that hey did not print. Averages are not in it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bench.hey.report import PERCENTS, HeyReport
from bench.load.spread import imbalance
from bench.observation import NotObserved
from octoscale.core.escape import csv_cell

if TYPE_CHECKING:
    from bench.load.observation import LoadReport, LoadRun
    from bench.load.plan import LoadPlan

_HEAD = (
    "setup",
    "replicas",
    "service",
    "shape",
    "keep_alive",
    "repeat",
    "started",
    "wall_seconds",
    "requests_planned",
    "cut_short",
    "owner",
    "failed_because",
)
_FIGURES = (
    "requests",
    "responses",
    "served",
    "errors",
    "goodput_per_second",
    "hey_requests_per_second_counting_failures",
    "total_seconds",
    "average_seconds",
    "fastest_seconds",
    "slowest_seconds",
    *(f"p{percent}_seconds" for percent in PERCENTS),
    "statuses",
    "error_texts",
)
_SPREAD = ("imbalance", "pods")


def columns() -> tuple[str, ...]:
    """Name the columns.

    >>> columns()[0], columns()[-1], len(set(columns())) == len(columns())
    ('setup', 'pods', True)
    """
    return (*_HEAD, *_FIGURES, *_SPREAD)


def to_csv(report: LoadReport) -> str:
    """Write all runs of a report, in the order in which they were made."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns())
    for run in report.runs:
        cells = (*_head(run), *_figures(run, report.plan), *_spread(run))
        writer.writerow([csv_cell(cell) for cell in cells])
    return stream.getvalue()


def _head(run: LoadRun) -> tuple[str, ...]:
    cell = run.cell
    return (
        cell.setup,
        "" if cell.replicas is None else str(cell.replicas),
        cell.service,
        cell.shape,
        "yes" if cell.keep_alive else "no",
        str(run.repeat),
        run.started,
        f"{run.seconds:.4f}",
        "" if run.planned is None else str(run.planned),
        "yes" if run.cut_short else "no",
        run.owner,
        "" if isinstance(run.outcome, HeyReport) else run.outcome.reason,
    )


def _figures(run: LoadRun, plan: LoadPlan) -> tuple[str, ...]:
    one = run.outcome
    if not isinstance(one, HeyReport):
        return ("",) * len(_FIGURES)
    average = one.average_seconds
    return (
        str(one.requests),
        str(one.responses),
        str(one.served(plan.successes)),
        str(one.failures),
        f"{one.goodput(plan.successes):.4f}",
        f"{one.requests_per_second:.4f}",
        f"{one.total_seconds:.4f}",
        "" if average is None else f"{average:.4f}",
        f"{one.fastest_seconds:.4f}" if one.responses else "",
        f"{one.slowest_seconds:.4f}" if one.responses else "",
        *(f"{one.latencies[p]:.4f}" if p in one.latencies else "" for p in PERCENTS),
        " ".join(f"{code}:{count}" for code, count in sorted(one.statuses.items())),
        " | ".join(f"{count} x {text}" for text, count in one.errors.items()),
    )


def _spread(run: LoadRun) -> tuple[str, ...]:
    if isinstance(run.pods, NotObserved):
        return ("", str(run.pods))
    found = imbalance(run.pods)
    shown = " ".join(f"{rise:g}" for rise in run.pods)
    return ("" if found is None else f"{found:.4f}", shown)
