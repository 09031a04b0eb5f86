"""Durations in Prometheus' and Go's notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.core.duration import (
    DurationError,
    format_go,
    format_prometheus,
    parse_go,
    parse_prometheus,
)


@given(st.integers(0, 10**12))
def test_prometheus_reads_what_it_writes(milliseconds: int) -> None:
    text = format_prometheus(milliseconds / 1000)
    assert parse_prometheus(text) == milliseconds / 1000


@given(st.integers(-(10**15), 10**15))
def test_go_reads_what_it_writes(microseconds: int) -> None:
    seconds = microseconds / 1e6
    assert parse_go(format_go(seconds)) == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "5 minutes", "5", "1m1h", "-5m", "1.5h", "5m ", "1h1h", "300y"]
)
def test_prometheus_refuses(text: str) -> None:
    with pytest.raises(DurationError):
        parse_prometheus(text)


@pytest.mark.parametrize(
    "text", ["", "5", "1d", "m", "1h 5m", "--1s", "1e3s", "3000000h"]
)
def test_go_refuses(text: str) -> None:
    with pytest.raises(DurationError):
        parse_go(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(604800, "1w"), (86400, "1d"), (90000, "25h"), (0.001, "1ms"), (61, "1m1s")],
)
def test_prometheus_writes_whole_units(seconds: float, text: str) -> None:
    assert format_prometheus(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1.5, "1.5s"), (3661, "1h1m1s"), (1e-9, "1ns"), (1.5e-6, "1.5µs"), (-2, "-2s")],
)
def test_go_writes_as_go(seconds: float, text: str) -> None:
    assert format_go(seconds) == text


def test_prometheus_has_no_negative_durations() -> None:
    with pytest.raises(DurationError):
        format_prometheus(-1)
