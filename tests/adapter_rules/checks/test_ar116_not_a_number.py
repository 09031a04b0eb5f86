"""AR116: NaN and infinity."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G) / sum(S{L}) by (G)", id="a ratio"),
        pytest.param(
            "histogram_quantile(0.9, sum(rate(S{L}[2m])) by (le, G))", id="a quantile"
        ),
        pytest.param(
            "sum(S{L}) by (G) / (1 - sum(S{L}) by (G))", id="divided by a difference"
        ),
        pytest.param("sum(S{L}) by (G) % sum(S{L}) by (G)", id="a rest"),
        pytest.param(
            "sum(S{L}) / sum(S{L}) or vector(0)", id="or vector helps nothing"
        ),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR116", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="no division"),
        pytest.param("sum(S{L}) by (G) / 2", id="by a number"),
        pytest.param(
            "sum(S{L}) by (G) / (sum(rate(shop_count{L}[2m])) by (G) > 0)",
            id="a guarded divisor",
        ),
        pytest.param(
            "histogram_quantile(0.9, sum(rate(S{L}[2m])) by (le, G))"
            " and sum(rate(shop_count{L}[2m])) by (G) > 0",
            id="a guarded quantile",
        ),
        pytest.param(
            "sum(S{L}) by (G) / (sum(S{L}) by (G) + 0.001)", id="something added"
        ),
        pytest.param("sum(S{L}) by (G) / count(S{L}) by (G)", id="a count"),
        pytest.param("sum(S{L}) by (G) / sum(S{L}) by (G) < 100", id="filtered"),
        pytest.param("sum(S{L}) by (G) / clamp_min(sum(S{L}) by (G), 1)", id="clamped"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR116", rule(value)) == []
