"""Seconds, sizes and rates are written as people read them."""

from __future__ import annotations

import pytest

from bench.units import rate, seconds, size


@pytest.mark.parametrize(
    ("count", "text"),
    [
        pytest.param(0, "0 B", id="nothing"),
        pytest.param(999, "999 B", id="below-a-prefix"),
        pytest.param(999_999, "1 MB", id="rounds-up-into-the-next-prefix"),
        pytest.param(325_960_000, "325.96 MB", id="the-medium-image"),
        pytest.param(2.73e9, "2.73 GB", id="the-big-image"),
        pytest.param(3e18, "3000 PB", id="beyond-the-last-prefix"),
    ],
)
def test_sizes_have_decimal_prefixes(count: float, text: str) -> None:
    assert size(count) == text


def test_rates_are_sizes_per_second() -> None:
    assert rate(125e6) == "125 MB/s"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.004, "0.00 s"), (9.99, "9.99 s"), (9.996, "10.0 s"), (-12.0, "-12.0 s")],
)
def test_seconds_have_two_digits_below_ten_and_one_above(
    value: float, text: str
) -> None:
    assert seconds(value) == text
