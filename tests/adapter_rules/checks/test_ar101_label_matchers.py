"""AR101: the query does not ask what the request asks."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S) by (G)", id="none"),
        pytest.param("sum(S{a='b'}) by (G)", id="own ones only"),
        pytest.param("sum(S{L}) by (G) / sum(other) by (G)", id="one side only"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR101", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="all"),
        pytest.param("sum(S{L,a='b'}) by (G)", id="beside others"),
        pytest.param(
            "sum(S{pod=~'<<index .LabelValuesByName \"pod\">>'}) by (pod)", id="by hand"
        ),
        pytest.param("sum(", id="unreadable"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR101", rule(value)) == []


def test_a_part_without_them_is_named() -> None:
    query = "sum(S{L}) / sum(other)"
    (finding,) = found("AR101", rule(query))
    assert finding.message.startswith("other stands")
