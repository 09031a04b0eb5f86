"""A load test's figures: of each cell over its runs, and over the replicas.

Pure: computed anew from a saved report. Goodput is what was served; hey's own
requests/s counts failures and stands beside it under that name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.hey.report import HeyReport
from bench.load import matrix
from bench.load.spread import imbalance
from bench.observation import NotObserved
from bench.statistics import summarise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.load.matrix import Cell
    from bench.load.observation import LoadReport, LoadRun
    from bench.load.plan import LoadPlan
    from bench.statistics import Summary

SHOWN_PERCENTS = (50, 95, 99)
"""The percentiles that are averaged; each run's others are in its own figures."""

LIMIT_SHARE = 0.95
"""From so much of the rate's limit on, the limit is what was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """One cell over its runs. Summaries are ``None`` without any figure."""

    cell: Cell
    planned: int
    """Runs that the plan asks for."""

    runs: tuple[LoadRun, ...]
    """Those that were made, in order."""

    goodput: Summary | None
    """Successful responses a second."""

    requests_per_second: Summary | None
    """As hey prints it: failures count."""

    failures: Summary | None
    """The share of requests without a successful response."""

    latencies: dict[int, Summary]
    """Seconds, by percent, of all answered requests, whatever the answer."""

    imbalance: Summary | None
    """1 is even; see ``bench.load.spread``."""

    notes: tuple[str, ...]
    """What a reader of the figures has to know."""

    @property
    def counted(self) -> tuple[LoadRun, ...]:
        """The runs that gave figures."""
        return tuple(r for r in self.runs if isinstance(r.outcome, HeyReport))


def results(report: LoadReport) -> tuple[CellResult, ...]:
    """Compute everything that is shown, cell by cell in the plan's order."""
    runs: dict[Cell, list[LoadRun]] = {}
    for run in report.runs:
        runs.setdefault(run.cell, []).append(run)
    return tuple(
        _cell(report.plan, cell, runs.get(cell, []))
        for cell in matrix.cells(report.plan)
    )


def failed_runs(report: LoadReport) -> tuple[str, ...]:
    """Say of each run that gave no figures which it was and why."""
    return tuple(
        f"{run.cell}, repeat {run.repeat}: {run.outcome.reason}"
        for run in report.runs
        if not isinstance(run.outcome, HeyReport)
    )


def served_share(report: HeyReport, plan: LoadPlan) -> float:
    """Give the share of a run's requests that were served; 0 when none was sent."""
    served = report.served(plan.successes)
    return served / report.requests if report.requests else 0.0


def _cell(plan: LoadPlan, cell: Cell, runs: list[LoadRun]) -> CellResult:
    good = [run.outcome for run in runs if isinstance(run.outcome, HeyReport)]
    spreads = [imbalance(r.pods) for r in runs if not isinstance(r.pods, NotObserved)]

    def over(values: Iterable[float | None]) -> Summary | None:
        known = [v for v in values if v is not None and math.isfinite(v)]
        return summarise(known, simulated=False)

    latencies = {p: over(g.latencies.get(p) for g in good) for p in SHOWN_PERCENTS}
    return CellResult(
        cell=cell,
        planned=plan.repeats,
        runs=tuple(runs),
        goodput=over(one.goodput(plan.successes) for one in good),
        requests_per_second=over(one.requests_per_second for one in good),
        failures=over(1 - served_share(one, plan) for one in good),
        latencies={p: s for p, s in latencies.items() if s is not None},
        imbalance=over(spreads),
        notes=tuple(_notes(plan, runs)),
    )


def _notes(plan: LoadPlan, runs: list[LoadRun]) -> Iterable[str]:
    reports = [run.outcome for run in runs if isinstance(run.outcome, HeyReport)]
    shapes = {shape.shown: shape for shape in plan.shapes}
    for run in runs[:1]:
        asked = shapes[run.cell.shape].requests
        if run.planned is not None and run.planned != asked:
            yield f"hey sends {run.planned} of {asked} requests: its workers do n div c"
    cut = sum(run.cut_short for run in runs)
    if cut:
        yield f"{cut} of {len(runs)} runs were cut short after their time limit"
    fast = [
        r for r in reports if r.requests_per_second >= LIMIT_SHARE * plan.limits.rate
    ]
    if fast:
        yield (
            f"{len(fast)} of {len(runs)} runs came to the limit of "
            f"{plan.limits.rate:g} requests/s, and measured that"
        )
    texts: dict[str, int] = {}
    for report in reports:
        for code, count in report.statuses.items():
            if code not in plan.successes:
                name = f"status {code}"
                texts[name] = texts.get(name, 0) + count
        for text, count in report.errors.items():
            texts[text] = texts.get(text, 0) + count
    worst = sorted(texts.items(), key=lambda item: -item[1])[:3]
    for text, count in worst:
        yield f"{count} requests: {text[:160]}"
