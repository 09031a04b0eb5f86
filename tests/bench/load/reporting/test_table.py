"""The tables of a load test: goodput first, hey's rate under its own name."""

from __future__ import annotations

import dataclasses

from bench.load.observation import Failure
from bench.load.reporting.table import NOTES_SHOWN, notes, tables
from tests.bench.load.fakes import PLAN, hey_report, load_report, plan


def test_goodput_and_hey_s_rate_stand_in_columns_of_their_own() -> None:
    (cells, capacity) = tables(load_report(make=lambda _: hey_report(served=50)))
    row = dict(zip(cells.columns, cells.rows[0], strict=True))
    assert row["goodput/s"] == "500"
    assert row["hey's requests/s"] == "1,000"
    assert row["failed"] == "50 %"
    assert row["runs"] == "2 of 2"
    assert capacity.rows[0][1] == "1: 500, 2: 500"


def test_the_smallest_number_is_shown_with_the_goal() -> None:
    goal = "goal: {goodput: 1500}\n"
    (_, capacity) = tables(load_report(plan(PLAN + goal)))
    assert capacity.rows[0][2:] == ("2", "2")
    assert "goodput of 1500/s" in capacity.legend[0]


def test_a_larger_number_that_misses_the_goal_is_named() -> None:
    sagging = load_report(
        plan(PLAN + "goal: {goodput: 1500}\n"),
        lambda w: hey_report(2000.0 if w.cell.replicas == 1 else 900.0),
    )
    (_, capacity) = tables(sagging)
    assert capacity.rows[0][2] == "1 (but not 2)"


def test_without_figures_there_are_dashes() -> None:
    (cells,) = tables(load_report(runs=()))
    assert cells.rows[0][5:] == ("0 of 2", *"--------")


def test_notes_tell_what_was_left_out_and_what_failed_and_are_not_endless() -> None:
    made = load_report(left_out=("VM",), stop="over")
    failed = [
        dataclasses.replace(run, outcome=Failure(reason="it fell over"))
        for run in made.runs
    ]
    lines = notes(dataclasses.replace(made, runs=tuple(failed * 5)))
    assert lines[:2] == ["VM: not run, it has no address", "over"]
    assert lines[2].startswith("failed: k8s with 1")
    assert len(lines) == NOTES_SHOWN + 1
    assert lines[-1] == "and 10 more notes"
