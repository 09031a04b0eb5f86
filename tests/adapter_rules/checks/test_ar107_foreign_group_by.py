"""AR107: grouped by a label of its own."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (team)", id="another label"),
        pytest.param("sum(S{L}) by (team, zone)", id="two others"),
        pytest.param("round(sum(S{L}) by (job))", id="around it a function"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR107", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="the association"),
        pytest.param("sum(S{L}) by (pod)", id="its label, written"),
        pytest.param("sum(S{L}) by (team, G)", id="with more"),
        pytest.param("sum(S{L}) without (team)", id="without"),
        pytest.param("sum(S{L})", id="none"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR107", rule(value)) == []


def test_external_rules_group_as_they_like() -> None:
    assert found("AR107", rule("sum(S) by (job)"), external=True) == []
