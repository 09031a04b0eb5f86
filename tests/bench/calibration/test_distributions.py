"""Shapes are told apart from enough values, and few values pretend to nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.calibration.distributions import Family, fit, quantile

CHANCE = {
    Family.UNIFORM: lambda draw: draw.uniform(1.0, 2.0),
    Family.NORMAL: lambda draw: draw.gauss(5.0, 0.5),
    Family.LOGNORMAL: lambda draw: draw.lognormvariate(0.0, 0.9),
    Family.EXPONENTIAL: lambda draw: 1.0 + draw.expovariate(2.0),
}


@pytest.mark.parametrize("family", CHANCE, ids=lambda family: family.value)
def test_the_shape_that_drew_the_values_is_found(family: Family) -> None:
    draw = random.Random(7)
    found = fit([CHANCE[family](draw) for _ in range(400)])
    assert found is not None
    assert found.family is family
    assert found.distance < 0.07


def test_the_figures_are_those_of_the_values() -> None:
    found = fit([1.0, 2.0, 3.0, 6.0])
    assert found is not None
    assert (found.count, found.mean, found.smallest, found.largest) == (
        4,
        3.0,
        1.0,
        6.0,
    )
    assert found.deviation == pytest.approx((14 / 3) ** 0.5)
    assert found.median == 2.5
    assert found.p90 == pytest.approx(5.1)


@pytest.mark.parametrize("values", [[2.0], [1.0, 9.0], [2.0, 2.0, 2.0]])
def test_few_values_or_equal_ones_are_constant(values: list[float]) -> None:
    found = fit(values)
    assert found is not None
    assert found.family is Family.CONSTANT
    assert found.distance == 0.0


def test_nothing_seen_is_nothing_fitted() -> None:
    assert fit([]) is None


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=40))
def test_any_values_can_be_fitted(values: list[float]) -> None:
    found = fit(values)
    assert found is not None
    assert 0.0 <= found.distance <= 1.0
    assert found.smallest <= found.median <= found.largest
    assert found.smallest - 1e-9 <= found.mean <= found.largest + 1e-9


def test_a_quantile_lies_between_its_neighbours() -> None:
    assert quantile([1.0, 2.0], 0.0) == 1.0
    assert quantile([1.0, 2.0], 1.0) == 2.0
