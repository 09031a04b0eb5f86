"""A trace as CSV: a row for each sync, and nothing that a sheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from simulator import presets
from simulator.reporting.csv_trace import COLUMNS, to_csv
from simulator.run import simulate
from tests.simulator.scenarios import changed


def test_every_sync_is_a_row_with_the_load_of_its_moment() -> None:
    trace = simulate(presets.laptop(), seed=1)
    rows = list(csv.DictReader(io.StringIO(to_csv([trace]))))
    assert len(rows) == len(trace.syncs)
    assert tuple(rows[0]) == COLUMNS
    assert {row["simulated"] for row in rows} == {"fluid"}
    for row, sync in zip(rows, trace.syncs, strict=True):
        assert float(row["time_seconds"]) == sync.time
        assert row["desired"] == str(sync.desired)
        before = [point for point in trace.load if point.time <= sync.time]
        assert float(row["offered"]) == before[-1].offered


def test_several_runs_stand_below_one_line_of_heads() -> None:
    trace = simulate(changed(presets.laptop(), duration_seconds=60.0), seed=1)
    lines = to_csv([trace, replace(trace, seed=2)]).splitlines()
    assert len(lines) == 1 + 2 * len(trace.syncs)


def test_a_name_is_no_formula() -> None:
    trace = simulate(changed(presets.laptop(), duration_seconds=60.0), seed=1)
    text = to_csv([replace(trace, scenario="=1+1")])
    assert ",=1+1," not in text
    assert "=1+1" in text
