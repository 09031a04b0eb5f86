"""``runs.csv``: a row a run, every figure of hey's."""

from __future__ import annotations

import csv
import dataclasses
import io

from bench.load.observation import Failure, LoadReport
from bench.load.reporting.csv_report import columns, to_csv
from tests.bench.load.fakes import hey_report, load_report


def rows(report: LoadReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report))))


def test_a_row_holds_all_figures() -> None:
    made = load_report(make=lambda _: hey_report(served=90))
    (first, *rest) = rows(made)
    assert len(rest) == 3
    assert tuple(first) == columns()
    assert first["goodput_per_second"] == "900.0000"
    assert first["hey_requests_per_second_counting_failures"] == "1000.0000"
    assert (first["served"], first["errors"], first["requests"]) == ("90", "10", "100")
    assert (first["p50_seconds"], first["p25_seconds"]) == ("0.0050", "")
    assert first["statuses"] == "200:90"
    assert first["error_texts"] == "10 x refused"
    assert first["pods"] == "not observed (the plan names no exporters)"


def test_a_failed_run_has_a_reason_and_no_figure() -> None:
    made = load_report()
    broken = dataclasses.replace(made.runs[0], outcome=Failure(reason="=fell over"))
    (first, *_) = rows(dataclasses.replace(made, runs=(broken,)))
    assert first["failed_because"] == "'=fell over"
    assert first["goodput_per_second"] == ""


def test_pods_and_their_imbalance() -> None:
    made = load_report()
    spread = dataclasses.replace(made.runs[0], pods=(90.0, 10.0))
    (first,) = rows(dataclasses.replace(made, runs=(spread,)))
    assert (first["imbalance"], first["pods"]) == ("1.8000", "90 10")
