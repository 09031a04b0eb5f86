"""A load test's results as plain rows, for a terminal or a pipe.

Colours, alignment and escaping are the command line's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.load.capacity import curves, goal_words
from bench.load.results import failed_runs, results
from bench.reporting.table import UNKNOWN, Table
from bench.units import number

if TYPE_CHECKING:
    from bench.load.capacity import Curve
    from bench.load.observation import LoadReport
    from bench.load.results import CellResult
    from bench.statistics import Summary

NOTES_SHOWN = 12
"""More are left to the report's files."""


def tables(report: LoadReport) -> tuple[Table, ...]:
    """Give the table of cells, and that of the capacity where there are curves."""
    found = results(report)
    capacity = _capacity(report, found)
    return (_cells(found), capacity) if capacity.rows else (_cells(found),)


def notes(report: LoadReport) -> list[str]:
    """Give what a reader has to know, one line each; the rest is counted."""
    lines = [f"{name}: not run, it has no address" for name in report.left_out]
    lines += [report.stop] if report.stop else []
    lines += [f"failed: {text}" for text in failed_runs(report)]
    lines += [f"{one.cell}: {note}" for one in results(report) for note in one.notes]
    more = len(lines) - NOTES_SHOWN
    return [*lines[:NOTES_SHOWN], *([f"and {more} more notes"] if more > 0 else [])]


def rate(summary: Summary | None) -> str:
    """Write a mean of requests a second.

    >>> rate(None)
    '-'
    """
    return UNKNOWN if summary is None else number(summary.mean)


def interval(summary: Summary | None) -> str:
    """Write an interval's two ends."""
    if summary is None or summary.low is None or summary.high is None:
        return UNKNOWN
    return f"{number(max(summary.low, 0.0))} to {number(summary.high)}"


def milliseconds(summary: Summary | None) -> str:
    """Write a mean of seconds as milliseconds."""
    return UNKNOWN if summary is None else f"{number(summary.mean * 1000)} ms"


def percent(summary: Summary | None) -> str:
    """Write a mean share as percent; none at all is told from very few.

    >>> from bench.statistics import summarise
    >>> percent(summarise([0.25, 0.35], simulated=False))
    '30 %'
    """
    return UNKNOWN if summary is None else f"{summary.mean * 100:.3g} %"


def index(summary: Summary | None) -> str:
    """Write a mean imbalance."""
    return UNKNOWN if summary is None else f"{summary.mean:.2f}"


def _cells(found: tuple[CellResult, ...]) -> Table:
    return Table(
        (
            "setup",
            "replicas",
            "service",
            "shape",
            "connections",
            "runs",
            "goodput/s",
            "interval",
            "hey's requests/s",
            "failed",
            "p50",
            "p95",
            "p99",
            "imbalance",
        ),
        tuple(_cell(one) for one in found),
        (
            "goodput/s: served requests a second, mean of the runs",
            "interval: 95 % confidence interval of the mean (t)",
            "hey's requests/s: as hey prints it, which counts failed requests",
            "failed: requests without a successful response",
            "p50, p95, p99: hey's percentiles of all responses, mean of the runs",
            "imbalance: the busiest pod's share over an even share; 1 is even",
        ),
    )


def _cell(one: CellResult) -> tuple[str, ...]:
    cell = one.cell
    return (
        cell.setup,
        UNKNOWN if cell.replicas is None else str(cell.replicas),
        cell.service,
        cell.shape,
        "kept" if cell.keep_alive else "new",
        f"{len(one.counted)} of {one.planned}",
        rate(one.goodput),
        interval(one.goodput),
        rate(one.requests_per_second),
        percent(one.failures),
        milliseconds(one.latencies.get(50)),
        milliseconds(one.latencies.get(95)),
        milliseconds(one.latencies.get(99)),
        index(one.imbalance),
    )


def _enough(one: Curve) -> str:
    """Write the smallest number, and the larger ones that miss the goal again."""
    if one.smallest is None:
        return UNKNOWN
    missed = ", ".join(map(str, one.missed_above))
    return f"{one.smallest} (but not {missed})" if missed else str(one.smallest)


def _capacity(report: LoadReport, found: tuple[CellResult, ...]) -> Table:
    goal = report.plan.goal
    rows = tuple(
        (
            one.name,
            ", ".join(f"{p.cell.replicas}: {rate(p.goodput)}" for p in one.points),
            _enough(one),
            UNKNOWN if one.surely is None else str(one.surely),
        )
        for one in curves(found, goal)
    )
    wanted = goal_words(goal) if goal else "the plan has no goal"
    return Table(
        ("capacity", "goodput/s by replicas", "enough", "surely enough"),
        rows,
        (
            f"enough: the fewest replicas whose means meet the goal: {wanted}",
            "surely enough: the fewest whose goodput's interval lies above it, too",
        ),
    )
