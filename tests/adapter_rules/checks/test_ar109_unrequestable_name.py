"""AR109: a name that nobody can ask for."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("shop/requests", id="a slash"),
        pytest.param("${0}/x", id="a slash in the template"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR109", rule(as_=value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("shop_requests", id="plain"),
        pytest.param("shop:requests", id="a colon"),
        pytest.param("$1_x", id="half of a reference"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR109", rule(as_=value)) == []


def test_an_empty_group_makes_an_empty_name() -> None:
    named = rule(matches="^shop_requests_total(x?)$", as_="$1")
    (finding,) = found("AR109", named)
    assert "the name is empty" in finding.message
