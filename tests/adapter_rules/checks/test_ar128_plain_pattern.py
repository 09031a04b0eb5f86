"""AR128: a pattern compared plainly."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('up{a!="b|c"}', id="an or"),
        pytest.param('up{a="b.*"}', id="anything"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR128", rule(series=value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('up{a!~"b|c"}', id="a regex"),
        pytest.param('up{a="b.c"}', id="a name"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR128", rule(series=value)) == []


def test_metrics_queries_too() -> None:
    query = "sum(up{L,a='b|'}) by (G)"
    (finding,) = found("AR128", rule(query))
    assert finding.message.startswith('a="b|" compares')
