"""Tests of ``hpa.algorithm.ratios``."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.algorithm.ratios import (
    Tolerance,
    ceiling,
    ceiling_int64,
    int32,
    int32_of,
    quotient,
    truncated,
)


@pytest.mark.parametrize(
    ("dividend", "divisor", "expected"),
    [
        pytest.param(3, 2, 1.5, id="plain"),
        pytest.param(1, 0, math.inf, id="over zero"),
        pytest.param(-1, 0, -math.inf, id="negative over zero"),
        pytest.param(1, -0.0, -math.inf, id="over minus zero"),
    ],
)
def test_a_quotient_follows_ieee(
    dividend: float, divisor: float, expected: float
) -> None:
    assert quotient(dividend, divisor) == expected


def test_zero_over_zero_is_not_a_number() -> None:
    assert math.isnan(quotient(0, 0))
    assert math.isnan(quotient(math.nan, 0))


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_integers_divide_toward_zero(dividend: int, divisor: int) -> None:
    result = truncated(dividend, divisor)
    assert abs(result) == abs(dividend) // divisor
    assert result * dividend >= 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), (2**31 - 1, 2**31 - 1), (2**31, -(2**31)), (-(2**31) - 1, 2**31 - 1)],
)
def test_replica_counts_wrap_at_32_bits(value: int, expected: int) -> None:
    assert int32(value) == expected


@pytest.mark.parametrize(
    ("value", "up", "cut"),
    [
        pytest.param(100 * 1.1, 111, 110, id="100 plus 10 percent"),
        pytest.param(10 * (1 - 90 / 100), 1, 0, id="10 minus 90 percent"),
        pytest.param(-0.5, 0, 0, id="half below zero"),
        pytest.param(-1.5, -1, -1, id="negative goes toward zero"),
        pytest.param(2.0**31, -(2**31), -(2**31), id="one too many"),
        pytest.param(2.0**31 - 0.5, -(2**31), 2**31 - 1, id="only rounding overflows"),
        pytest.param(-(2.0**31), -(2**31), -(2**31), id="the smallest"),
        pytest.param(math.inf, -(2**31), -(2**31), id="infinite"),
        pytest.param(math.nan, -(2**31), -(2**31), id="not a number"),
    ],
)
def test_floats_become_replicas_as_on_amd64(value: float, up: int, cut: int) -> None:
    assert ceiling(value) == up
    assert int32_of(value) == cut


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.2, 2), (math.inf, -(2**63)), (math.nan, -(2**63)), (2.0**63, -(2**63))],
)
def test_a_value_without_an_integer_is_the_smallest(
    value: float, expected: int
) -> None:
    assert ceiling_int64(value) == expected


@pytest.mark.parametrize(
    ("ratio", "distance", "band"),
    [
        pytest.param(1.1, False, True, id="upper end"),
        pytest.param(0.9, True, True, id="lower end"),
        pytest.param(1.0, True, True, id="at rest"),
        pytest.param(1.11, False, False, id="above"),
        pytest.param(0.89, False, False, id="below"),
        pytest.param(math.nan, False, False, id="not a number"),
        pytest.param(math.inf, False, False, id="infinite"),
    ],
)
def test_the_ends_of_the_tolerance_differ_by_version(
    ratio: float, *, distance: bool, band: bool
) -> None:
    assert Tolerance(0.1, 0.1).holds(ratio) is distance
    assert Tolerance(0.1, 0.1, as_band=True).holds(ratio) is band


def test_a_distance_of_exactly_the_tolerance_is_within_it() -> None:
    tolerance = Tolerance(up=0.5, down=0.25)
    assert tolerance.holds(1.5)
    assert tolerance.holds(0.75)


@pytest.mark.parametrize("as_band", [False, True])
def test_each_direction_has_its_own_tolerance(*, as_band: bool) -> None:
    tolerance = Tolerance(up=0.5, down=0.01, as_band=as_band)
    assert tolerance.holds(1.4)
    assert not tolerance.holds(0.98)
