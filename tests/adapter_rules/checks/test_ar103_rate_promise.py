"""AR103: the name promises a rate."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import PLAIN, RATE, found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("shop_per_second", id="written"),
        pytest.param("${0}_rps", id="from the match"),
        pytest.param("x_per_minute", id="a minute"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR103", rule(PLAIN, series="shop_jobs", as_=value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("shop_requests", id="no promise"),
        pytest.param("per_second_shop", id="in the middle"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR103", rule(PLAIN, series="shop_jobs", as_=value)) == []


def test_a_rate_keeps_the_promise() -> None:
    assert found("AR103", rule(RATE, as_="shop_per_second")) == []
    assert found("AR103", rule("deriv(S[5m])", as_="shop_rate")) == []


def test_a_series_that_is_called_so_is_left_alone() -> None:
    recorded = rule(PLAIN, series="shop_rps", as_="${0}")
    assert found("AR103", recorded) == []
    assert found("AR103", rule(PLAIN, series="shop_rps", as_="busy_rps")) == []


def test_a_match_may_make_the_promise() -> None:
    named = rule(PLAIN, series="shop_rate_sum", matches="^(.*)_sum$", as_="$1")
    assert len(found("AR103", named)) == 1
