"""AR121: one namespace reads the others."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping
from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S) by (G)", id="no matchers"),
        pytest.param("sum(S{L}) by (G) / sum(other) by (G)", id="one side"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR121", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="the request"),
        pytest.param("sum(S{namespace='shop'}) by (pod)", id="written out"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR121", rule(value)) == []


def test_external_rules_may_be_opened() -> None:
    opened = ResourceMapping(namespaced=False)
    assert len(found("AR121", rule(resources=opened), external=True)) == 1
    assert found("AR121", rule(), external=True) == []
