"""AR127: GroupBy in an external rule."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="by it"),
        pytest.param("sum(S{L}) by (<< .GroupBy >>)", id="with spaces"),
        pytest.param("sum(S{L}) by (<<index .GroupBySlice 0>>)", id="the slice"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR127", rule(value), external=True)) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L})", id="none"),
        pytest.param("sum(S{L}) by (queue)", id="labels"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR127", rule(value), external=True) == []


def test_custom_rules_have_one() -> None:
    assert found("AR127", rule()) == []
