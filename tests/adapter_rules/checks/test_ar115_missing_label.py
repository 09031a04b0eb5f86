"""AR115: the result cannot say whose a value is."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping
from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L})", id="summed up"),
        pytest.param("sum(S{L}) by (job)", id="another label"),
        pytest.param("sum(sum(S{L}) by (pod)) without (pod)", id="dropped"),
        pytest.param(
            "sum(S{L}) by (pod) / on (job) sum(S{L}) by (job)", id="joined on another"
        ),
    ],
)
def test_it_is_found(value: str) -> None:
    assert len(found("AR115", rule(value))) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sum(S{L}) by (G)", id="the group"),
        pytest.param("sum(S{L}) by (pod)", id="its label"),
        pytest.param("S{L}", id="all labels"),
        pytest.param(
            "label_replace(sum(S{L}) by (x), 'pod', '$1', 'x', '(.*)')", id="renamed"
        ),
        pytest.param("topk(1, sum(S{L}) by (pod))", id="topk"),
    ],
)
def test_it_is_fine(value: str) -> None:
    assert found("AR115", rule(value)) == []


def test_a_template_needs_some_label() -> None:
    mapping = ResourceMapping(template="<<.Resource>>")
    assert len(found("AR115", rule("sum(S)", resources=mapping))) == 1
    assert found("AR115", rule("sum(S) by (job)", resources=mapping)) == []
