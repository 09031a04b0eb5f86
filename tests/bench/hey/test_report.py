"""Rates: hey's own counts failures, goodput does not."""

from __future__ import annotations

import dataclasses

import pytest

from bench.hey.text import parse_text
from tests.reference import reference


def capture(name: str) -> str:
    return reference("real", "hey", f"{name}.txt").read_text(encoding="utf-8")


def test_goodput_leaves_failures_out() -> None:
    report = parse_text(capture("hey_mixed_errors_emfile"))
    assert (report.requests, report.responses, report.failures) == (300, 171, 129)
    assert report.goodput([200]) == pytest.approx(17359.8764 * 171 / 300)
    assert report.seconds == pytest.approx(300 / 17359.8764)


def test_a_high_rate_of_nothing_is_no_goodput() -> None:
    report = parse_text(capture("hey_errors"))
    assert report.requests_per_second > 39_000
    assert report.goodput(range(200, 400)) == 0


def test_404_is_an_answer_and_not_served() -> None:
    report = parse_text(capture("hey_404"))
    assert report.responses == 20
    assert report.goodput(range(200, 400)) == 0
    assert report.goodput([404]) == 9652.1370


def test_where_all_is_served_goodput_is_hey_s_rate_to_the_last_digit() -> None:
    for name in ("hey_n1000_c200", "hey_n10_c5", "hey_httpgo_q10_c300_z20s"):
        report = parse_text(capture(name))
        assert report.goodput([200]) == report.requests_per_second


def test_a_slow_run_is_timed_by_its_total() -> None:
    report = parse_text(capture("hey_404"))
    slow = dataclasses.replace(report, total_seconds=400.0, requests_per_second=0.05)
    assert slow.seconds == 400.0
    assert slow.goodput([404]) == 0.05


def test_nothing_sent_is_no_goodput() -> None:
    report = parse_text(capture("hey_404"))
    idle = dataclasses.replace(
        report, statuses={}, total_seconds=0.0, requests_per_second=0.0
    )
    assert idle.goodput([200]) == 0
