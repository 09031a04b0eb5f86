"""AR102: nothing makes one value out of several series."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("S{L}", id="plain"),
        pytest.param("rate(S{L}[2m])", id="a rate"),
        pytest.param("S{L} * 2", id="with a number"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR102", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="a sum"),
        pytest.param(
            "histogram_quantile(0.9, sum(rate(S{L}[2m])) by (le, G))",
            id="a quantile of sums",
        ),
        pytest.param("topk(1, S{L})", id="topk"),
        pytest.param("vector(1)", id="no series"),
        pytest.param("sum(", id="unreadable"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR102", rule(value)) == []


def test_external_rules_need_none() -> None:
    assert found("AR102", rule("S"), external=True) == []
