"""hey's CSV: what its rows say equals what is worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bench.hey.rows import COLUMNS, parse_rows
from octoscale.core.errors import InputError
from tests.reference import reference

HEAD = ",".join(COLUMNS)
BY_HAND = f"""\
{HEAD}
0.0400,0.0010,0.0000,0.0001,0.0300,0.0010,200,0.0000
0.0200,0.0010,0.0000,0.0001,0.0100,0.0010,200,0.0000
0.0100,0.0000,0.0000,0.0001,0.0090,0.0000,503,0.0200
0.0300,0.0000,0.0000,0.0001,0.0290,0.0000,200,0.0700
"""
"""Four responses; the last one ends 0.1 s after the first request was sent."""


def capture() -> str:
    path = reference("real", "hey", "hey_n200_c10.csv")
    return path.read_text(encoding="utf-8")


def test_figures_worked_out_by_hand() -> None:
    rows = parse_rows(BY_HAND)
    assert rows.count == 4
    assert rows.status_counts == {200: 3, 503: 1}
    assert rows.mean_seconds == 0.025
    assert (rows.fastest_seconds, rows.slowest_seconds) == (0.01, 0.04)
    assert rows.latencies == {10: 0.02, 25: 0.03, 50: 0.04}
    assert rows.estimated_requests_per_second == pytest.approx(40.0)


def test_figures_of_the_capture() -> None:
    rows = parse_rows(capture())
    cells = [line.split(",") for line in capture().splitlines()[1:]]
    times = sorted(Decimal(row[0]) for row in cells)
    assert rows.count == len(cells) == 200
    assert rows.status_counts == {200: 200}
    assert rows.mean_seconds == float(sum(times) / 200)
    assert rows.fastest_seconds == float(times[0])
    assert rows.slowest_seconds == float(times[-1])
    by_hand = {10: 20, 25: 50, 50: 100, 75: 150, 90: 180, 95: 190, 99: 198}
    assert rows.latencies == {p: float(times[i]) for p, i in by_hand.items()}
    last = max(Decimal(row[0]) + Decimal(row[7]) for row in cells)
    assert rows.estimated_requests_per_second == pytest.approx(float(200 / last))


def test_a_run_without_any_answer_has_no_rows_and_no_figures() -> None:
    rows = parse_rows(HEAD + "\n")
    assert rows.count == 0
    assert rows.mean_seconds is None
    assert rows.fastest_seconds is None
    assert rows.slowest_seconds is None
    assert rows.latencies == {}
    assert rows.status_counts == {}
    assert rows.estimated_requests_per_second is None


def test_an_older_hey_has_no_status_and_no_offset() -> None:
    older = ",".join(COLUMNS[:6]) + "\n0.0100,0.0,0.0,0.0,0.0090,0.0\n"
    rows = parse_rows(older)
    assert (rows.count, rows.status_counts) == (1, {})
    assert rows.estimated_requests_per_second is None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("", "HE001", 1, id="empty"),
        pytest.param("a,b\n", "HE001", 1, id="another CSV"),
        pytest.param(HEAD, "HE003", 1, id="no end of line"),
        pytest.param(BY_HAND[:-4], "HE003", 5, id="cut off"),
        pytest.param(BY_HAND.replace("0.0400", "NaN"), "HE002", 2, id="NaN"),
        pytest.param(BY_HAND.replace("0.0200,0.0010", "0.02"), "HE002", 3, id="short"),
        pytest.param(BY_HAND.replace("503", "abc"), "HE002", 4, id="no number"),
    ],
)
def test_what_is_no_csv_of_hey_is_refused(text: str, code: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        parse_rows(text, file="rows.csv")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line) == (code, line)
