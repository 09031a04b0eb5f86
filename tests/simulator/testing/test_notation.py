"""Prometheus' notation of series."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.testing.notation import (
    Gap,
    NotationError,
    Stale,
    parse_series,
    parse_values,
)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        pytest.param("1 2.5 -3", (1.0, 2.5, -3.0), id="plain"),
        pytest.param("1+2x3", (1.0, 3.0, 5.0, 7.0), id="growing"),
        pytest.param("10-5x2", (10.0, 5.0, 0.0), id="falling"),
        pytest.param("7x2", (7.0, 7.0, 7.0), id="repeated"),
        pytest.param("-2+1x1", (-2.0, -1.0), id="from below zero"),
        pytest.param("_ 1 _x2", (Gap(), 1.0, Gap(), Gap()), id="gaps"),
        pytest.param("1 stale", (1.0, Stale()), id="stale"),
        pytest.param("1e3 .5", (1000.0, 0.5), id="other numbers"),
        pytest.param("Inf -Inf", (math.inf, -math.inf), id="infinite"),
    ],
)
def test_values_are_read(text: str, steps: tuple[object, ...]) -> None:
    assert parse_values(text) == steps


def test_nan_is_a_value() -> None:
    (step,) = parse_values("NaN")
    assert isinstance(step, float)
    assert math.isnan(step)


@pytest.mark.parametrize("text", ["", "a", "1+x3", "1x", "x3", "1..2", "5x999999999"])
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(NotationError):
        parse_values(text)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20))
def test_plain_numbers_come_back(numbers: list[int]) -> None:
    text = " ".join(map(str, numbers))
    assert parse_values(text) == tuple(float(number) for number in numbers)


@pytest.mark.parametrize(
    "text", ["", "up{", 'up{a=~"b"}', "rate(up[5m])", '{job="a"}', "up offset 5m"]
)
def test_what_is_no_single_series_is_refused(text: str) -> None:
    with pytest.raises(NotationError):
        parse_series(text)
