"""A comparison's rows: judged figures first, all others when asked for."""

from __future__ import annotations

from bench.comparing.comparison import compare
from bench.comparing.difference import Threshold
from bench.comparing.table import COLUMNS, legend, rows, to_data
from tests.bench.fakes import observation, report
from tests.bench.load.fakes import hey_report, load_report

TENTH = Threshold(0.1, relative=True)


def test_rows_are_as_wide_as_the_columns_and_say_how_sure_it_is() -> None:
    old = report(observation(pull=10), observation(repeat=2, pull=11))
    new = report(observation(pull=20), observation(repeat=2, pull=21))
    found = compare(old, new, TENTH)
    (row,) = rows(found)
    assert len(row) == len(COLUMNS)
    assert row[-1] == "worse (the interval leaves out 0)"
    assert len(rows(found, everything=True)) > 8
    assert any("seeds" in line for line in legend(found))


def test_goodput_is_in_requests_a_second() -> None:
    old, new = load_report(), load_report(make=lambda _: hey_report(500.0))
    first = rows(compare(old, new, TENTH))[0]
    assert first[1:4] == ["goodput", "1002/s", "500.0/s"]
    assert "worse" in first[-1]


def test_the_data_tells_all() -> None:
    made = report(observation())
    data = to_data(compare(made, made, Threshold(2.5, relative=False)))
    assert data["threshold"] == "2.5"
    (first, *_) = data["differences"]
    assert (first["of"], first["figure"], first["difference"]) == (
        "small", "scale-up", 0.0
    )  # fmt: skip
