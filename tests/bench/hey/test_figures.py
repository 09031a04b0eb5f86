"""hey's figures as rows and data: goodput beside hey's rate, estimates called so."""

from __future__ import annotations

from bench.hey.figures import NOT_IN_CSV, parse, to_data, to_rows
from bench.load.plan import SUCCESSES
from tests.bench.hey.test_rows import BY_HAND
from tests.reference import reference


def capture(name: str) -> str:
    return reference("real", "hey", name).read_text(encoding="utf-8")


def test_failures_are_apart_from_what_was_served() -> None:
    rows = dict(to_rows(parse(capture("hey_mixed_errors_emfile.txt")), SUCCESSES))
    assert rows["requests"] == "300"
    assert rows["requests without a response"] == "129"
    assert rows["status 200"] == "171"
    assert rows["goodput/s"] == "9895.1295"
    assert rows["hey's requests/s, failures counted"] == "17359.8764"
    assert rows["99 % within"] == "0.0099 s"


def test_what_no_response_had_is_none_and_no_zero() -> None:
    rows = dict(to_rows(parse(capture("hey_errors.txt")), SUCCESSES))
    assert rows["goodput/s"] == "0.0000"
    assert {rows[name] for name in ("average", "fastest", "slowest")} == {"none"}
    assert not [name for name in rows if "within" in name]


def test_the_rate_of_a_csv_is_called_estimated() -> None:
    found = parse(BY_HAND)
    rows = dict(to_rows(found, SUCCESSES))
    assert rows["requests/s, estimated"] == "40.0000"
    assert rows["requests without a response"] == NOT_IN_CSV
    assert rows["average"] == "0.0250 s"
    assert rows["50 % within"] == "0.0400 s"
    data = to_data(found, SUCCESSES)
    assert "estimated_requests_per_second" in data
    assert not [name for name in data if name == "requests_per_second"]


def test_data_holds_every_figure_of_the_text() -> None:
    data = to_data(parse(capture("hey_n10_c5.txt")), [200])
    assert data["latencies"] == {
        10: 0.0002, 25: 0.0002, 50: 0.0006, 75: 0.0007, 90: 0.0011
    }  # fmt: skip
    assert (data["total_bytes"], data["bytes_per_request"]) == (60, 6)
    assert len(data["histogram"]) == 11
    assert data["goodput_per_second"] == 7662.4242
