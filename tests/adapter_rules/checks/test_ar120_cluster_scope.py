"""AR120: cluster-scoped resources."""

from __future__ import annotations

import pytest

from adapter_rules.checks.resources import mapper_for
from adapter_rules.checks.run import Surroundings
from tests.adapter_rules.checks.inputs import found, overrides, rule


@pytest.mark.parametrize(
    ("resource", "count"),
    [
        ("storage.k8s.io/storageclass", 1),
        ("customresourcedefinition", 1),
        ("node", 0),
        ("namespace", 0),
        ("persistentvolume", 0),
        ("pod", 0),
    ],
)
def test_resources(resource: str, count: int) -> None:
    mapping = overrides(thing=resource)
    assert len(found("AR120", rule(resources=mapping))) == count


def test_custom_ones_are_told_by_the_user() -> None:
    around = Surroundings(mapper=mapper_for(cluster=["gadgets.example.org"]))
    mapping = overrides(gadget="example.org/gadgets")
    assert len(found("AR120", rule(resources=mapping), around=around)) == 1
