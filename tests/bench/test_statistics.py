"""Means, spreads and intervals against values computed by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.statistics import IntervalKind, Summary, summarise, t_quantile

VALUES = st.lists(st.floats(0, 1e6), min_size=1, max_size=30)


def _summary(values: list[float], *, simulated: bool) -> Summary:
    found = summarise(values, simulated=simulated)
    assert found is not None
    return found


def test_a_measured_interval_is_students() -> None:
    found = _summary([20.0, 22.0, 21.0, 25.0, 22.0], simulated=False)
    assert found.mean == 22.0
    assert found.deviation == pytest.approx(math.sqrt(14 / 4))
    half = 2.776445 * math.sqrt(3.5) / math.sqrt(5)
    assert found.low == pytest.approx(22 - half, abs=1e-5)
    assert found.high == pytest.approx(22 + half, abs=1e-5)
    assert found.kind is IntervalKind.CONFIDENCE


def test_a_simulated_interval_is_the_range_of_the_seeds_and_says_so() -> None:
    found = _summary([20.0, 22.0, 21.0, 25.0, 22.0], simulated=True)
    assert (found.low, found.high) == (20.0, 25.0)
    assert "seeds" in found.kind
    assert "confidence" not in found.kind


@pytest.mark.parametrize("simulated", [True, False])
def test_one_repeat_has_a_mean_and_no_interval(simulated: bool) -> None:
    found = _summary([12.5], simulated=simulated)
    assert (found.count, found.mean) == (1, 12.5)
    assert (found.deviation, found.low, found.high) == (None, None, None)


def test_no_repeat_has_no_summary() -> None:
    assert summarise([], simulated=True) is None


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_what_is_no_number_is_refused(odd: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        summarise([1.0, odd], simulated=False)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [
        (1, 12.7062),
        (2, 4.3027),
        (3, 3.1824),
        (4, 2.7764),
        (5, 2.5706),
        (9, 2.2622),
        (30, 2.0423),
        (99, 1.9842),
        (999, 1.9623),
    ],
)
def test_t_quantiles_are_those_of_printed_tables(freedom: int, quantile: float) -> None:
    assert t_quantile(freedom) == pytest.approx(quantile, abs=1e-4)


def test_a_t_quantile_needs_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="degree of freedom"):
        t_quantile(0)


@given(VALUES, st.booleans())
def test_the_mean_lies_within_the_interval(
    values: list[float], simulated: bool
) -> None:
    found = _summary(values, simulated=simulated)
    slack = 1e-6 * max(1.0, found.mean)
    assert found.smallest - slack <= found.mean <= found.largest + slack
    if found.low is not None and found.high is not None:
        assert found.low - slack <= found.mean <= found.high + slack


@given(VALUES)
def test_the_order_of_repeats_does_not_matter(values: list[float]) -> None:
    assert summarise(values, simulated=True) == summarise(values[::-1], simulated=True)
