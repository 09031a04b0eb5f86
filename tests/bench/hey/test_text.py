"""hey's text is read figure by figure, and what is cut off is never half read."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hey.report import Bucket, Detail, HeyReport
from bench.hey.text import parse_text
from octoscale.core.errors import InputError
from tests.bench.hey.printing import printed
from tests.reference import reference

REFUSED = 'Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused'
EMFILE = (
    'Get "http://127.0.0.1:18080/": dial tcp 127.0.0.1:18080: socket: too many open '
    "files"
)

CAPTURES: dict[str, dict[str, Any]] = {
    "hey_404": {
        "total_seconds": 0.0021,
        "slowest_seconds": 0.0010,
        "fastest_seconds": 0.0001,
        "average_seconds": 0.0003,
        "requests_per_second": 9652.1370,
        "total_bytes": 4720,
        "bytes_per_request": 236,
        "latencies": {
            10: 0.0001, 25: 0.0001, 50: 0.0002, 75: 0.0004, 90: 0.0007, 95: 0.0010
        },
        "statuses": {404: 20},
        "errors": {},
    },
    "hey_errors": {
        "total_seconds": 0.0005,
        "slowest_seconds": 0.0,
        "fastest_seconds": 0.0,
        "average_seconds": None,
        "requests_per_second": 39155.0344,
        "total_bytes": None,
        "bytes_per_request": None,
        "histogram": (),
        "latencies": {},
        "statuses": {},
        "errors": {REFUSED: 20},
    },
    "hey_httpgo_q10_c300_z20s": {
        "total_seconds": 20.0122,
        "slowest_seconds": 0.0206,
        "fastest_seconds": 0.0,
        "average_seconds": 0.0061,
        "requests_per_second": 2998.1753,
        "total_bytes": 15540000,
        "bytes_per_request": 259,
        "latencies": {
            10: 0.0015, 25: 0.0031, 50: 0.0066, 75: 0.0085,
            90: 0.0105, 95: 0.0119, 99: 0.0146,
        },
        "statuses": {200: 60000},
        "errors": {},
    },
    "hey_mixed_errors_emfile": {
        "total_seconds": 0.0173,
        "slowest_seconds": 0.0099,
        "fastest_seconds": 0.0004,
        "average_seconds": 0.0049,
        "requests_per_second": 17359.8764,
        "total_bytes": 1026,
        "bytes_per_request": 6,
        "latencies": {
            10: 0.0018, 25: 0.0029, 50: 0.0043, 75: 0.0071,
            90: 0.0081, 95: 0.0096, 99: 0.0099,
        },
        "statuses": {200: 171},
        "errors": {EMFILE: 129},
    },
    "hey_n10_c5": {
        "total_seconds": 0.0013,
        "slowest_seconds": 0.0011,
        "fastest_seconds": 0.0002,
        "average_seconds": 0.0005,
        "requests_per_second": 7662.4242,
        "total_bytes": 60,
        "bytes_per_request": 6,
        "latencies": {10: 0.0002, 25: 0.0002, 50: 0.0006, 75: 0.0007, 90: 0.0011},
        "statuses": {200: 10},
        "errors": {},
    },
    "hey_n10_c5_nokeepalive": {
        "requests_per_second": 6841.3538,
        "latencies": {10: 0.0002, 25: 0.0003, 50: 0.0004, 75: 0.0005, 90: 0.0006},
        "statuses": {200: 10},
        "errors": {},
    },
    "hey_n1000_c100": {
        "total_seconds": 0.0449,
        "requests_per_second": 22253.5815,
        "slowest_seconds": 0.0146,
        "statuses": {200: 1000},
        "errors": {},
    },
    "hey_n1000_c100_nokeepalive": {
        "total_seconds": 0.0767,
        "requests_per_second": 13035.3751,
        "slowest_seconds": 0.0186,
        "statuses": {200: 1000},
        "errors": {},
    },
    "hey_n1000_c200": {
        "total_seconds": 0.0646,
        "requests_per_second": 15487.6617,
        "slowest_seconds": 0.0550,
        "statuses": {200: 1000},
        "errors": {},
    },
    "hey_n1000_c200_nokeepalive": {
        "total_seconds": 0.0825,
        "requests_per_second": 12122.3399,
        "fastest_seconds": 0.0017,
        "slowest_seconds": 0.0395,
        "statuses": {200: 1000},
        "errors": {},
    },
    "hey_z5s_q10_c20": {
        "total_seconds": 5.0037,
        "requests_per_second": 199.8516,
        "slowest_seconds": 0.0045,
        "statuses": {200: 1000},
        "errors": {},
    },
}  # fmt: skip
"""Copied by hand from the captures."""


def capture(name: str) -> str:
    return reference("real", "hey", f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CAPTURES)
def test_every_figure_of_a_capture_is_read(name: str) -> None:
    report = parse_text(capture(name), file=name)
    read = {field: getattr(report, field) for field in CAPTURES[name]}
    assert read == CAPTURES[name]


def test_no_capture_is_left_out() -> None:
    names = {path.stem for path in reference("real", "hey").glob("*.txt")}
    assert names == {*CAPTURES, "hey_usage_error"}


@pytest.mark.parametrize("name", CAPTURES)
def test_a_capture_printed_again_is_the_same_text(name: str) -> None:
    text = capture(name)
    bars = [line.partition("|")[0] for line in text.rstrip("\n").splitlines()]
    again = printed(parse_text(text)).rstrip("\n").splitlines()
    assert [line.partition("|")[0] for line in again] == bars


def test_the_histogram_and_the_details_are_read() -> None:
    report = parse_text(capture("hey_mixed_errors_emfile"))
    counts = [1, 11, 14, 24, 30, 20, 11, 17, 21, 9, 13]
    assert [bucket.count for bucket in report.histogram] == counts
    assert [b.mark_seconds for b in report.histogram][:3] == [0.0, 0.001, 0.002]
    assert report.details == {
        "DNS+dialup": Detail(average=0.0010, fastest=0.0004, slowest=0.0099),
        "DNS-lookup": Detail(average=0.0, fastest=0.0, slowest=0.0),
        "req write": Detail(average=0.0002, fastest=0.0, slowest=0.0013),
        "resp wait": Detail(average=0.0029, fastest=0.0002, slowest=0.0060),
        "resp read": Detail(average=0.0005, fastest=0.0, slowest=0.0037),
    }


def test_nan_is_no_number() -> None:
    report = parse_text(capture("hey_errors"))
    assert {detail.average for detail in report.details.values()} == {None}


@pytest.mark.parametrize("name", ["hey_mixed_errors_emfile", "hey_404", "hey_errors"])
def test_a_text_cut_anywhere_is_refused_or_still_whole(name: str) -> None:
    text = capture(name)
    whole = parse_text(text)
    refused = [code for end in range(len(text)) if (code := _read(text[:end], whole))]
    assert set(refused) == {"HE001", "HE003"}
    assert len(refused) >= len(text.rstrip("\n"))


def _read(text: str, whole: HeyReport) -> str:
    """Give the code with which a text is refused; it may only be whole otherwise."""
    try:
        report = parse_text(text)
    except InputError as error:
        return error.findings[0].code
    assert report == whole
    return ""


def test_hey_s_refusal_is_told_in_its_words() -> None:
    with pytest.raises(InputError, match=r"HE001.*-n cannot be less than -c"):
        parse_text(capture("hey_usage_error"))


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        pytest.param(("171 responses", "x responses"), "HE002", 43, id="status"),
        pytest.param(("Slowest:", "Slowst:"), "HE002", 4, id="summary"),
        pytest.param(("10% in 0.0018", "10% in fast"), "HE002", 27, id="latency"),
        pytest.param(("[11]\t|", "[-]\t|"), "HE002", 14, id="histogram"),
        pytest.param(("171 responses", "17 responses"), "HE003", 47, id="too few"),
        pytest.param(("Summary:", "<html>"), "HE001", 1, id="no report"),
    ],
)
def test_an_odd_line_is_found_with_its_number(
    change: tuple[str, str], code: str, line: int
) -> None:
    text = capture("hey_mixed_errors_emfile").replace(*change, 1)
    with pytest.raises(InputError) as caught:
        parse_text(text, file="out.txt")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.line) == (code, line)
    assert finding.place.file == "out.txt"


def test_an_error_of_several_lines_stays_one() -> None:
    text = capture("hey_errors").replace("refused", "refused\n  and more")
    assert list(parse_text(text).errors.values()) == [20]


ten_thousandths = st.integers(0, 600_000).map(lambda n: n / 10_000)


@st.composite
def reports(draw: st.DrawFn) -> HeyReport:
    """Make any report that hey could print."""
    codes = st.dictionaries(st.integers(100, 599), st.integers(1, 10**6), max_size=4)
    words = st.text("abc \"%[]:'1", min_size=1).map(lambda text: f"Get {text.strip()}")
    statuses = draw(codes)
    errors = draw(st.dictionaries(words, st.integers(1, 10**6), max_size=3))
    requests = sum(statuses.values()) + sum(errors.values())
    total = draw(st.integers(1, 10**7)) / 10_000
    answered = bool(statuses)
    percents = [10, 25, 50, 75, 90, 95, 99][: draw(st.integers(1, 7))]
    size = draw(st.none() | st.integers(1, 10**9)) if answered else None
    return HeyReport(
        total_seconds=total,
        slowest_seconds=draw(ten_thousandths),
        fastest_seconds=draw(ten_thousandths),
        average_seconds=draw(ten_thousandths) if answered else None,
        requests_per_second=round(requests / total, 4),
        total_bytes=size,
        bytes_per_request=None if size is None else size // requests,
        histogram=tuple(
            Bucket(mark_seconds=n / 1000, count=draw(st.integers(0, 99)))
            for n in range(11 if answered else 0)
        ),
        latencies={p: draw(ten_thousandths) for p in percents if answered},
        details={
            name: Detail(
                average=draw(ten_thousandths) if answered else None,
                fastest=draw(ten_thousandths),
                slowest=draw(ten_thousandths),
            )
            for name in (
                "DNS+dialup", "DNS-lookup", "req write", "resp wait", "resp read"
            )
        },
        statuses=statuses,
        errors=errors,
    )  # fmt: skip


@given(reports())
def test_what_is_printed_is_read_back(report: HeyReport) -> None:
    assert parse_text(printed(report)) == report


@given(reports(), st.integers(1, 10**6))
def test_a_lost_status_line_is_noticed(report: HeyReport, lost: int) -> None:
    """Unless it holds so few requests that rounding hides them."""
    more = {**report.statuses, 599: report.statuses.get(599, 0) + lost}
    requests = sum(more.values()) + report.failures
    full = dataclasses.replace(
        report,
        requests_per_second=round(requests / report.total_seconds, 4),
    )
    rate, total = full.requests_per_second, full.total_seconds
    if (rate - 0.00005) * (total - 0.00005) > report.requests + 1e-6:
        with pytest.raises(InputError, match="HE003"):
            parse_text(printed(full))
