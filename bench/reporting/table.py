"""The results as plain rows, for a terminal or a pipe.

Colours, alignment and escaping are the command line's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.results import results
from bench.units import seconds, size

if TYPE_CHECKING:
    from bench.report import Report
    from bench.results import ImageResult
    from bench.statistics import Summary

COLUMNS = (
    "image",
    "on disk",
    "repeats",
    "scale-up",
    "deviation",
    "interval",
    "floor",
    "reaction",
    "in service",
)
"""The scale-up time is the headline; reaction and in-service time stand beside
it and are no part of it (see ``bench.milestones``)."""

UNKNOWN = "-"


def rows(report: Report) -> list[list[str]]:
    """Give one row for each image, in the plan's order."""
    return [_row(result) for result in results(report)]


def legend(report: Report) -> list[str]:
    """Say what the columns mean, one line each."""
    goal = report.plan.goal
    kind = next(
        (str(r.scale_up.kind) for r in results(report) if r.scale_up),
        "no repeat reached the goal",
    )
    last = f"pod {goal.replicas}"
    first = f"first decision above {goal.start}"
    return [
        f"scale-up: {first} -> {last} Ready, mean over the repeats",
        f"interval: {kind}",
        "floor: bytes pulled over bandwidth, plus decision steps",
        "reaction: load raised -> first decision",
        f"in service: load raised -> {last} serves its first request",
    ]


def _row(result: ImageResult) -> list[str]:
    scale_up = result.scale_up
    return [
        result.image.name,
        size(result.image.on_disk_bytes),
        f"{len(result.counted)} of {result.planned}",
        _mean(scale_up),
        _maybe(scale_up.deviation if scale_up else None),
        interval(scale_up),
        _mean(result.floor),
        _mean(result.reaction),
        _mean(result.in_service),
    ]


def interval(summary: Summary | None) -> str:
    """Write an interval's two ends.

    >>> interval(None)
    '-'
    """
    if summary is None or summary.low is None or summary.high is None:
        return UNKNOWN
    return f"{seconds(summary.low)} to {seconds(summary.high)}"


def _mean(summary: Summary | None) -> str:
    return _maybe(summary.mean if summary else None)


def _maybe(value: float | None) -> str:
    return UNKNOWN if value is None else seconds(value)
