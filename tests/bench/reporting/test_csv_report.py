"""``pods.csv`` has a row a pod, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import dataclasses
import io
from typing import TYPE_CHECKING

from bench.reporting.csv_report import columns, to_csv
from octoscale.core.phases import Milestone
from tests.bench.fakes import UNSEEN, missed, observation, report

if TYPE_CHECKING:
    from bench.report import Report


def _rows(made: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(made))))


def test_the_first_line_has_a_column_that_says_simulated() -> None:
    first, _, _ = to_csv(report()).partition("\n")
    assert first == ",".join(columns())
    assert first.startswith("simulated,")
    assert {row["simulated"] for row in _rows(report())} == {"yes"}
    assert {row["simulated"] for row in _rows(report(simulated=False))} == {"no"}


def test_there_is_a_row_for_every_pod_of_every_repeat() -> None:
    assert len(_rows(report())) == 3 * 5 * 8


def test_moments_count_from_the_load_and_phases_are_durations() -> None:
    rows = _rows(report(observation(pull=10.0)))
    last = rows[-1]
    assert last["pod"] == "web-7"
    assert last["created_seconds"] == "25.5"
    assert last["ready_seconds"] == "39.5"
    assert last["phase_waiting_seconds"] == "15.5"
    assert last["phase_pulling_seconds"] == "10"
    assert (last["seed"], last["bytes_pulled"]) == ("1", "1000000000")


def test_the_pod_that_ran_before_has_no_phases() -> None:
    first = _rows(report(observation()))[0]
    assert first["ran_at_start"] == "yes"
    assert first["phase_pulling_seconds"] == ""
    assert first["ready_seconds"] == "-100"


def test_never_is_empty_and_not_observed_says_so() -> None:
    stuck = _rows(report(missed()))[-1]
    assert stuck["ready_seconds"] == ""
    assert stuck["phase_pulling_seconds"] == ""
    assert stuck["counts"] == "no"
    made = observation()
    hidden = dataclasses.replace(
        made.pods[1],
        stamps={**made.pods[1].stamps, Milestone.PULLED: UNSEEN},
        bytes_pulled=UNSEEN,
    )
    row = _rows(report(dataclasses.replace(made, pods=(hidden,))))[0]
    assert row["pulled_seconds"] == str(UNSEEN)
    assert row["phase_pulling_seconds"] == str(UNSEEN)
    assert row["bytes_pulled"] == str(UNSEEN)


def test_a_name_that_is_a_formula_is_disarmed() -> None:
    made = observation()
    evil = dataclasses.replace(made.pods[1], name="=cmd|' /C calc'!A1", node="@SUM(1)")
    row = _rows(report(dataclasses.replace(made, pods=(evil,))))[0]
    assert row["pod"].startswith("'=")
    assert row["node"].startswith("'@")
