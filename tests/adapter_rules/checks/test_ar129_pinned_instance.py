"""AR129: one single pod or address."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('up{instance="10.1.2.3:80"}', id="an address"),
        pytest.param('up{pod="web-0"}', id="a pod"),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR129", rule(series=value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('up{pod!=""}', id="present"),
        pytest.param('up{job="web"}', id="a job"),
        pytest.param('up{instance=~"10[.].*"}', id="a pattern"),
        pytest.param('up{pod=""}', id="absent"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR129", rule(series=value)) == []


def test_what_the_request_asks_is_not_pinned() -> None:
    query = "sum(up{pod='<<index .LabelValuesByName \"pod\">>'}) by (pod)"
    assert found("AR129", rule(query)) == []
