"""Two load tests: goodput is judged, the rest stands beside it."""

from __future__ import annotations

import dataclasses

import pytest

from bench.comparing.comparison import compare
from bench.comparing.difference import Threshold, Verdict
from bench.load.observation import Failure
from tests.bench.load.fakes import hey_report, load_report

TENTH = Threshold(0.1, relative=True)


def test_cells_are_compared_one_by_one() -> None:
    slow = load_report(
        make=lambda w: hey_report(
            (1000.0 if w.cell.replicas == 1 else 1500.0) + w.repeat
        )
    )
    found = compare(load_report(), slow, TENTH)
    verdicts = {d.subject: d.verdict for d in found.differences if d.judged}
    assert list(verdicts.values()) == [Verdict.SAME, Verdict.WORSE]
    figures = {d.figure for d in found.differences}
    assert figures == {"goodput", "p50", "p95", "failed share"}


def test_failures_take_goodput_even_where_hey_s_rate_stays() -> None:
    failing = load_report(make=lambda _: hey_report(1500.0, served=50))
    steady = load_report(make=lambda _: hey_report(1500.0))
    (one, _) = compare(steady, failing, TENTH).worse()
    assert one.amount == pytest.approx(-750.0)


def test_runs_that_failed_are_told() -> None:
    good = load_report()
    broken = [
        dataclasses.replace(run, outcome=Failure(reason="it fell over"))
        if run.repeat == 2
        else run
        for run in good.runs
    ]
    bad = dataclasses.replace(good, runs=tuple(broken))
    assert len(compare(good, bad, TENTH).new_failures) == 2
    assert compare(bad, good, TENTH).new_failures == ()


def test_other_plans_and_generators_are_noted() -> None:
    good = load_report()
    other = load_report(
        good.plan.model_copy(update={"title": "Another"}), generator="hey elsewhere"
    )
    notes = " | ".join(compare(good, other, TENTH).notes)
    assert "another generator" in notes
    assert "the plans differ in title" in notes
