"""What a load test's runs come to: goodput apart from hey's rate."""

from __future__ import annotations

import dataclasses

import pytest

from bench.hey.report import HeyReport
from bench.load.matrix import cells
from bench.load.observation import Failure
from bench.load.results import failed_runs, results
from tests.bench.load.fakes import PLAN, hey_report, load_report, plan


def test_means_and_intervals_are_over_the_runs_of_a_cell() -> None:
    one, two = results(load_report())
    assert one.goodput is not None
    assert one.goodput.mean == pytest.approx(1001.5)
    assert one.goodput.low is not None
    assert one.goodput.low < 1001 < one.goodput.mean
    assert two.goodput is not None
    assert two.goodput.mean == pytest.approx(2001.5)
    assert one.latencies[95].mean == 0.015


def test_failures_are_apart_from_hey_s_rate() -> None:
    (one, _) = results(load_report(make=lambda _: hey_report(1000.0, served=25)))
    assert one.goodput is not None
    assert one.requests_per_second is not None
    assert one.failures is not None
    assert one.goodput.mean == pytest.approx(250.0)
    assert one.requests_per_second.mean == 1000.0
    assert one.failures.mean == pytest.approx(0.75)
    assert "150 requests: refused" in one.notes


def test_a_status_counts_as_served_only_where_the_plan_says_so() -> None:
    missing = {404: 100}
    strict = load_report(make=lambda _: hey_report(statuses=missing))
    lenient = load_report(
        plan(PLAN + "success: [404]\n"), lambda _: hey_report(statuses=missing)
    )
    means = [r[0].goodput for r in (results(strict), results(lenient))]
    assert [m.mean if m else None for m in means] == [0.0, 1000.0]
    assert "200 requests: status 404" in results(strict)[0].notes


def test_failed_runs_are_counted_and_in_no_average() -> None:
    made = load_report()
    broken = [
        dataclasses.replace(run, outcome=Failure(reason="it fell over"))
        if run.repeat == 1
        else run
        for run in made.runs
    ]
    report = dataclasses.replace(made, runs=tuple(broken))
    (one, _) = results(report)
    assert (len(one.counted), one.planned) == (1, 2)
    assert one.goodput is not None
    assert (one.goodput.mean, one.goodput.low) == (1002.0, None)
    assert failed_runs(report)[0] == (
        "k8s with 1, root, n=100 c=10, repeat 1: it fell over"
    )  # fmt: skip


def test_a_cell_that_was_never_run_has_no_figures() -> None:
    report = load_report(runs=())
    for one in results(report):
        assert one.goodput is None
        assert one.runs == ()


def test_dropped_requests_limits_and_cuts_are_noted() -> None:
    text = PLAN.replace("requests: 100, workers: 10", "requests: 100, workers: 30")
    made = load_report(plan(text + "limits: {rate: 1000}\n"), lambda _: hey_report())
    runs = [dataclasses.replace(r, planned=90, cut_short=True) for r in made.runs]
    notes = results(dataclasses.replace(made, runs=tuple(runs)))[0].notes
    assert notes == (
        "hey sends 90 of 100 requests: its workers do n div c",
        "2 of 2 runs were cut short after their time limit",
        "2 of 2 runs came to the limit of 1000 requests/s, and measured that",
    )


def test_the_spread_is_averaged_where_it_was_seen() -> None:
    made = load_report()
    runs = [
        dataclasses.replace(r, pods=(90.0, 10.0)) if r.repeat == 1 else r
        for r in made.runs
    ]
    (one, _) = results(dataclasses.replace(made, runs=tuple(runs)))
    assert one.imbalance is not None
    assert (one.imbalance.mean, one.imbalance.count) == (1.8, 1)


def test_cells_keep_the_plan_s_order_whatever_the_runs_did() -> None:
    made = load_report()
    back = dataclasses.replace(made, runs=tuple(reversed(made.runs)))
    assert [one.cell for one in results(back)] == list(cells(made.plan))
    outcome = results(back)[0].runs[0].outcome
    assert isinstance(outcome, HeyReport)
