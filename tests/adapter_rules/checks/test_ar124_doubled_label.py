"""AR124: two labels for one resource."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, overrides, rule


@pytest.mark.parametrize("external", [True, False])
def test_it_is_found_at_the_second(*, external: bool) -> None:
    mapping = overrides(namespace="namespace", pod="pod", pod_name="pods")
    (finding,) = found("AR124", rule(resources=mapping), external=external)
    assert finding.message.startswith("pod, pod_name all stand for pods")


def test_one_each_is_fine() -> None:
    assert found("AR124", rule()) == []
