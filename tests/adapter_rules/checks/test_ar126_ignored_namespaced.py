"""AR126: namespaced on a custom rule."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping
from tests.adapter_rules.checks.inputs import PODS, found, rule


@pytest.mark.parametrize(("namespaced", "count"), [(True, 1), (False, 1), (None, 0)])
def test_custom_rules(*, namespaced: bool | None, count: int) -> None:
    mapping = ResourceMapping(overrides=PODS.overrides, namespaced=namespaced)
    assert len(found("AR126", rule(resources=mapping))) == count


def test_external_rules_read_it() -> None:
    mapping = ResourceMapping(overrides=PODS.overrides, namespaced=True)
    assert found("AR126", rule(resources=mapping), external=True) == []
