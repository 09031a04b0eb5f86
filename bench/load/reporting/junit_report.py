"""A load test as JUnit XML: a suite a setup, a case a cell, and one for each goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.load.capacity import judged
from bench.load.observation import Failure, notice
from bench.load.results import results
from bench.reporting.junit_xml import Case, to_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.load.observation import LoadReport
    from bench.load.results import CellResult

CAPACITY = "capacity"
"""The suite of the goals."""


def to_junit(report: LoadReport) -> str:
    """Write a report; a case's time is that of all its runs."""
    return to_xml(
        list(_cases(report)),
        name=report.plan.load,
        stamp=report.started,
        properties={"notice": notice(report), "octoscale": report.octoscale},
    )


def _cases(report: LoadReport) -> Iterator[Case]:
    for one in results(report):
        yield _cell(report, one)
    for name, missed in judged(results(report), report.plan.goal):
        yield Case(suite=CAPACITY, name=name, failure=missed)


def _cell(report: LoadReport, one: CellResult) -> Case:
    name = str(one.cell).removeprefix(f"{one.cell.setup} ").removeprefix(", ")
    broken = [r.outcome.reason for r in one.runs if isinstance(r.outcome, Failure)]
    missing = one.planned - len(one.runs)
    count = len(one.runs)
    return Case(
        suite=one.cell.setup,
        name=name,
        seconds=sum(run.seconds for run in one.runs) if one.runs else None,
        failure=f"{len(broken)} of {count} runs failed: {broken[0]}" if broken else "",
        error=f"{missing} runs are missing: {report.stop}"
        if missing and one.runs and not broken
        else "",
        skipped=f"not run: {report.stop}" if not one.runs else "",
        said="; ".join(one.notes),
    )
