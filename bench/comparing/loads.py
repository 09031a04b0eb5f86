"""Two load tests: goodput of every cell, and what stands beside it.

Goodput is judged; latency and failures say what it came with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.comparing.difference import Difference, judge, welch
from bench.load.results import results

if TYPE_CHECKING:
    from bench.comparing.difference import Threshold
    from bench.load.observation import LoadReport
    from bench.load.results import CellResult
    from bench.statistics import Summary

HEADLINE = "goodput"


def compare_loads(
    before: LoadReport, after: LoadReport, threshold: Threshold
) -> tuple[tuple[Difference, ...], tuple[str, ...], tuple[str, ...]]:
    """Give the differences, the notes, and the runs that failed more often."""
    first = {str(result.cell): result for result in results(before)}
    second = {str(result.cell): result for result in results(after)}
    differences = []
    for name in dict.fromkeys([*first, *second]):
        old, new = _figures(first.get(name)), _figures(second.get(name))
        differences += [
            _one(name, figure, old[figure], new[figure], threshold) for figure in old
        ]
    failures = tuple(
        f"{name}: {_failed(second[name])} runs failed (before: {_failed(first[name])})"
        for name in first
        if name in second and _failed(second[name]) > _failed(first[name])
    )
    return tuple(differences), tuple(_notes(before, after)), failures


def _figures(result: CellResult | None) -> dict[str, Summary | None]:
    return {
        HEADLINE: result.goodput if result else None,
        "p50": result.latencies.get(50) if result else None,
        "p95": result.latencies.get(95) if result else None,
        "failed share": result.failures if result else None,
    }


def _one(
    name: str,
    figure: str,
    before: Summary | None,
    after: Summary | None,
    threshold: Threshold,
) -> Difference:
    ends = welch(before, after) if before and after else None
    more_is_better = figure == HEADLINE
    return Difference(
        subject=name,
        figure=figure,
        unit="/s" if more_is_better else "s" if figure.startswith("p") else "",
        before=before,
        after=after,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        interval="95 % confidence interval (Welch)" if ends else "none",
        judged=more_is_better,
        verdict=judge(before, after, threshold, more_is_better=more_is_better),
    )


def _failed(result: CellResult) -> int:
    return len(result.runs) - len(result.counted)


def _notes(before: LoadReport, after: LoadReport) -> list[str]:
    notes = []
    if before.generator != after.generator:
        notes.append(f"another generator: {before.generator}; {after.generator}")
    old, new = before.plan.to_dict(), after.plan.to_dict()
    fields = [
        key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)
    ]
    if fields:
        notes.append(f"the plans differ in {', '.join(fields)}")
    return notes
