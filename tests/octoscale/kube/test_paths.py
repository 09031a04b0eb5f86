"""Paths of objects: groups, namespaces, scopes, and names that need escaping."""

from __future__ import annotations

import pytest

from octoscale.kube import paths
from octoscale.kube.types import Kind, ServedKind

NODES = ServedKind(kind=Kind("v1", "Node"), plural="nodes", namespaced=False)
SCALED = ServedKind(kind=Kind("apps/v1", "Deployment"), plural="deployments")


@pytest.mark.parametrize(
    ("served", "namespace", "expected"),
    [
        pytest.param(SCALED, "shop", "/apis/apps/v1/namespaces/shop/deployments"),
        pytest.param(SCALED, None, "/apis/apps/v1/deployments"),
        pytest.param(SCALED, "", "/apis/apps/v1/deployments"),
        pytest.param(NODES, "shop", "/api/v1/nodes"),
        pytest.param(NODES, None, "/api/v1/nodes"),
    ],
)
def test_a_collection_is_in_one_namespace_or_everywhere(
    served: ServedKind, namespace: str | None, expected: str
) -> None:
    assert paths.collection(served, namespace) == expected


@pytest.mark.parametrize(
    ("served", "namespace", "expected"),
    [
        pytest.param(SCALED, None, "namespaces/default/deployments/web", id="default"),
        pytest.param(SCALED, "shop", "namespaces/shop/deployments/web", id="named"),
        pytest.param(NODES, "shop", "v1/nodes/web", id="whole cluster"),
    ],
)
def test_one_object_is_always_in_a_namespace_if_its_kind_is(
    served: ServedKind, namespace: str | None, expected: str
) -> None:
    assert paths.member(served, "web", namespace=namespace).endswith(expected)


def test_a_name_cannot_leave_its_place() -> None:
    path = paths.member(SCALED, "a/../b?c", namespace="d/e", subresource="scale")
    assert path == ("/apis/apps/v1/namespaces/d%2Fe/deployments/a%2F..%2Fb%3Fc/scale")
