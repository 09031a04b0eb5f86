"""AR122: an external rule without a namespace label."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping
from tests.adapter_rules.checks.inputs import found, overrides, rule


@pytest.mark.parametrize(
    ("mapping", "count"),
    [
        pytest.param(ResourceMapping(), 1, id="nothing"),
        pytest.param(overrides(pod="pod"), 1, id="pods only"),
        pytest.param(overrides(ns="namespace"), 0, id="an override"),
        pytest.param(ResourceMapping(template="<<.Resource>>"), 0, id="a template"),
        pytest.param(ResourceMapping(namespaced=False), 0, id="opened"),
    ],
)
def test_mappings(mapping: ResourceMapping, count: int) -> None:
    assert len(found("AR122", rule(resources=mapping), external=True)) == count


def test_custom_rules_are_somebody_elses_business() -> None:
    assert found("AR122", rule(resources=ResourceMapping())) == []
