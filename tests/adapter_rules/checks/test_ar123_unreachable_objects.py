"""AR123: custom metrics nobody can ask for."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping
from tests.adapter_rules.checks.inputs import found, overrides, rule


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        pytest.param(ResourceMapping(), "lists nothing", id="nothing"),
        pytest.param(overrides(pod="pod"), "pods are in namespaces", id="no namespace"),
    ],
)
def test_it_is_found(mapping: ResourceMapping, words: str) -> None:
    (finding,) = found("AR123", rule(resources=mapping))
    assert words in finding.message


@pytest.mark.parametrize(
    "mapping",
    [
        pytest.param(overrides(ns="namespace"), id="of namespaces"),
        pytest.param(overrides(node="node"), id="of nodes"),
        pytest.param(overrides(ns="namespace", pod="pod"), id="of pods"),
        pytest.param(ResourceMapping(template="<<.Resource>>"), id="a template"),
    ],
)
def test_it_is_fine(mapping: ResourceMapping) -> None:
    assert found("AR123", rule(resources=mapping)) == []
