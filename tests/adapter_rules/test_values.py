"""Values become quantities as the adapter makes them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.values import Api, lossy, memory_quantity, milli, quantity

OVERFLOW = "-9223372036854775808m"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (1500.0, "1500"),
        (1000.0, "1k"),
        (1e6, "1M"),
        (1.5e6, "1500k"),
        (1.5, "1500m"),
        (1024.0, "1024"),
        (0.0005, "0"),
        (1.005, "1004m"),
        (4.35, "4350m"),
        (-1.9999, "-1999m"),
        (math.nan, "0"),
        (math.inf, OVERFLOW),
        (-math.inf, OVERFLOW),
        (9223372036854775.0, OVERFLOW),
        (9223372036854774.0, "9223372036854773760m"),
        (1e300, OVERFLOW),
    ],
)
def test_custom_values(value: float, expected: str) -> None:
    assert quantity(value).canonical == expected


def test_nan_of_an_external_metric_is_hugely_negative() -> None:
    assert quantity(math.nan, "external").canonical == OVERFLOW


@pytest.mark.parametrize(
    ("value", "expected"),
    [(64 * 2.0**20, "64Mi"), (1000.0, "1k"), (1500.0, "1500"), (2048.5, "2048500m")],
)
def test_memory_has_binary_suffixes(value: float, expected: str) -> None:
    assert memory_quantity(value).canonical == expected


@pytest.mark.parametrize(
    ("value", "api", "expected"),
    [
        (math.nan, "custom", "NaN, served as 0"),
        (math.nan, "external", f"NaN, served as {OVERFLOW}"),
        (math.inf, "custom", f"+Inf, served as {OVERFLOW}"),
        (-math.inf, "custom", f"-Inf, served as {OVERFLOW}"),
        (1e19, "custom", f"1e+19, served as {OVERFLOW}"),
        (1.5, "custom", None),
        (0.0, "external", None),
    ],
)
def test_what_is_lost_is_told(value: float, api: Api, expected: str | None) -> None:
    assert lossy(value, api) == expected


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_no_more_than_a_thousandth_is_lost_and_always_towards_zero(
    value: float,
) -> None:
    served = milli(value)
    assert abs(served) <= abs(value * 1000)
    assert abs(value * 1000 - served) < 1
