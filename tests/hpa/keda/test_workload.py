"""What pods are called: by Kubernetes' own naming of pods."""

from __future__ import annotations

import re

import pytest

from hpa.keda.workload import pod_names
from hpa.model.meta import CrossVersionObjectReference


@pytest.mark.parametrize(
    ("kind", "name", "own", "others"),
    [
        pytest.param(
            "Deployment",
            "web",
            ["web-7d4b9c8f6-abcde", "web-1-2b4d5"],
            ["web-0", "web-api-7d4b9c8f6-abcde", "xweb-7d4b9c8f6-abcde", "web-a-abcd"],
            id="deployment",
        ),
        pytest.param(
            "StatefulSet",
            "web",
            ["web-0", "web-12"],
            ["web-", "web-a", "web-0-0", "web-7d4b9c8f6-abcde"],
            id="stateful set",
        ),
        pytest.param(
            "ReplicaSet",
            "web",
            ["web-abcde"],
            ["web-abcdef", "web-0"],
            id="replica set",
        ),
        pytest.param(
            "ReplicationController", "web", ["web-abcde"], ["web"], id="controller"
        ),
        pytest.param(
            "StatefulSet", "db.v2", ["db.v2-0"], ["dbxv2-0"], id="a dot is a dot"
        ),
    ],
)
def test_pods_of_a_workload_and_of_others(
    kind: str, name: str, own: list[str], others: list[str]
) -> None:
    found = pod_names(CrossVersionObjectReference(kind=kind, name=name))
    assert found.is_exact
    assert all(re.fullmatch(found.pattern, pod) for pod in own)
    assert not any(re.fullmatch(found.pattern, pod) for pod in others)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param("Rollout", "web", id="a kind that is not known"),
        pytest.param("Deployment", "w" * 60, id="names that are cut off"),
    ],
)
def test_where_names_are_not_known_it_says_so(kind: str, name: str) -> None:
    found = pod_names(CrossVersionObjectReference(kind=kind, name=name))
    assert not found.is_exact
    assert re.fullmatch(found.pattern, f"{name}-anything")
