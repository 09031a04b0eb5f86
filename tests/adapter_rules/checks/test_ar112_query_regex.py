"""AR112: a regular expression that Prometheus refuses."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('up{a=~"(?!b).*"}', id="look-ahead"),
        pytest.param('up{a!~"x{1001}"}', id="a thousand times"),
        pytest.param('up{a=~"\\\\C"}', id="one byte"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR112", rule(series=value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('up{a=~"b.*"}', id="plain"),
        pytest.param('up{a=~"\\\\Qa.b\\\\E"}', id="quoted, unknown to our parser"),
        pytest.param('up{a=~"\\\\pL+"}', id="a class"),
        pytest.param('up{a="(?!b)"}', id="compared plainly"),
        pytest.param("up{", id="no PromQL at all"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR112", rule(series=value)) == []


@pytest.mark.parametrize("pattern", ["(?!b)", "x{1001}"])
def test_metrics_queries_too(pattern: str) -> None:
    query = f"sum(up{{L,a=~'{pattern}'}}) by (G)"
    (finding,) = found("AR112", rule(query))
    assert finding.place.line == 11
