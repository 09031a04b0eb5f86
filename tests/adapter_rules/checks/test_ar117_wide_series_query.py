"""AR117: a series query that matches everything."""

from __future__ import annotations

import pytest

from adapter_rules import sources
from adapter_rules.checks.run import lint
from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('{namespace!=""}', id="namespace only"),
        pytest.param('{__name__=~".+"}', id="any name"),
        pytest.param('{namespace!="",__name__!~"^container_.*"}', id="but some"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR117", rule(series=value, as_="${0}"))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("up", id="a name"),
        pytest.param('{__name__=~"^shop_.*"}', id="a beginning"),
        pytest.param('{job="shop"}', id="a job"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR117", rule(series=value, as_="${0}")) == []


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ("rules: {custom: [{seriesQuery: up}]}", 1),
        ("rules: {default: true}", 1),
        ("rules: {default: false, custom: []}", 0),
    ],
)
def test_the_charts_own_rules(values: str, count: int) -> None:
    codes = [one.code for one in lint(sources.find(values))]
    assert codes.count("AR117") == count
