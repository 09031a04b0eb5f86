"""The names of resources that a container can request."""

from __future__ import annotations

import pytest

from hpa.validation.resources import container_resource


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cpu", 0),
        ("memory", 0),
        ("ephemeral-storage", 0),
        ("hugepages-2Mi", 0),
        ("nvidia.com/gpu", 0),
        ("kubernetes.io/x", 0),
        ("storage", 1),
        ("requests.cpu", 1),
        ("requests.hugepages-2Mi", 1),
        ("foo.bar", 2),
        ("InvalidResource", 2),
        ("a b", 2),
        ("requests.nvidia.com/gpu", 1),
        ("example.com/a b", 2),
    ],
)
def test_a_resource_name(name: str, count: int) -> None:
    assert len(container_resource(name)) == count
