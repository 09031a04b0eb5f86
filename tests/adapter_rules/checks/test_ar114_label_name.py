"""AR114: labels that no query can name."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping
from tests.adapter_rules.checks.inputs import found, overrides, rule


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("app.kubernetes.io/name", "app_kubernetes_io_name"),
        ("1st", "_1st"),
        ("a-b", "a_b"),
    ],
)
def test_overrides(label: str, told: str) -> None:
    mapping = overrides(**{"namespace": "namespace", label: "pod"})
    (finding,) = found("AR114", rule(resources=mapping))
    assert finding.hint.endswith(told)


@pytest.mark.parametrize(
    ("template", "count"), [("k-<<.Resource>>", 1), ("<<.Resource>>", 0)]
)
def test_templates(template: str, count: int) -> None:
    mapping = ResourceMapping(template=template)
    assert len(found("AR114", rule(resources=mapping))) == count


def test_plain_labels_are_fine() -> None:
    assert found("AR114", rule()) == []
