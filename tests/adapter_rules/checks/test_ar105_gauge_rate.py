"""AR105: a rate of a gauge."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("shop_heap_bytes", id="bytes"),
        pytest.param("shop_start_time_seconds", id="a start time"),
        pytest.param("shop_requests_in_flight", id="in flight"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR105", rule(series=value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("shop_requests_total", id="a counter"),
        pytest.param("shop_reads", id="unknown"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR105", rule(series=value)) == []


@pytest.mark.parametrize("function", ["deriv", "delta", "max_over_time"])
def test_functions_for_gauges_are_fine(function: str) -> None:
    query = f"sum({function}(<<.Series>>{{L}}[2m])) by (G)"
    assert found("AR105", rule(query, series="shop_heap_bytes")) == []
