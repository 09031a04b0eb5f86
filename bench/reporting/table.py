"""The results as plain rows, for a terminal or a pipe.

Colours, alignment and escaping are the command line's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.results import results
from bench.units import seconds, size

if TYPE_CHECKING:
    from bench.report import Report
    from bench.results import ImageResult
    from bench.statistics import Summary

UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """A few rows, and what they mean."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """One for each image, in the plan's order."""

    legend: tuple[str, ...]
    """What the columns mean, one line each."""


def tables(report: Report) -> tuple[Table, Table]:
    """Give the headline's table, and the one of what stands beside it.

    Reaction and in-service time are no part of the scale-up time, so they have
    a table of their own. Both fit a terminal of 80 columns.
    """
    images = results(report)
    return _headline(report, images), _beside(report, images)


def _headline(report: Report, images: tuple[ImageResult, ...]) -> Table:
    goal = report.plan.goal
    first, last = f"first decision above {goal.start}", f"pod {goal.replicas}"
    kinds = [str(r.scale_up.kind) for r in images if r.scale_up]
    return Table(
        ("image", "on disk", "repeats", "scale-up", "spread", "interval", "floor"),
        tuple(_headline_row(result) for result in images),
        (
            f"scale-up: mean; {first} -> {last} Ready",
            "spread: standard deviation of the repeats",
            f"interval: {kinds[0] if kinds else 'no repeat reached the goal'}",
            "floor: bytes pulled over bandwidth, plus decision steps",
        ),
    )


def _headline_row(result: ImageResult) -> tuple[str, ...]:
    scale_up = result.scale_up
    return (
        result.image.name,
        size(result.image.on_disk_bytes),
        f"{len(result.counted)} of {result.planned}",
        _mean(scale_up),
        _maybe(scale_up.deviation if scale_up else None),
        interval(scale_up),
        _mean(result.floor),
    )


def _beside(report: Report, images: tuple[ImageResult, ...]) -> Table:
    last = report.plan.goal.replicas
    return Table(
        ("image", "reaction", "in service"),
        tuple((r.image.name, _mean(r.reaction), _mean(r.in_service)) for r in images),
        (
            "reaction: load raised -> first decision",
            f"in service: load raised -> pod {last} serves its first request",
        ),
    )


def interval(summary: Summary | None) -> str:
    """Write an interval's two ends.

    >>> interval(None)
    '-'
    """
    if summary is None or summary.low is None or summary.high is None:
        return UNKNOWN
    return f"{seconds(summary.low).removesuffix(' s')}-{seconds(summary.high)}"


def _mean(summary: Summary | None) -> str:
    return _maybe(summary.mean if summary else None)


def _maybe(value: float | None) -> str:
    return UNKNOWN if value is None else seconds(value)
