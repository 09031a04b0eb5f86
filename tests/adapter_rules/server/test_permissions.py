"""Requests in the words of RBAC that was written for the adapter."""

from __future__ import annotations

import pytest

from adapter_rules.server import addressing, permissions, wire
from octoscale.kube.types import AccessRequest, UserInfo

USER = UserInfo(name="hpa")
GROUPS = frozenset((wire.CUSTOM, wire.EXTERNAL, wire.RESOURCE))
CUSTOM = f"/apis/{wire.CUSTOM}/v1beta2"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param(
            f"{CUSTOM}/namespaces/shop/pods/a/hits",
            ("get", wire.CUSTOM, "pods", "hits", "a", "shop"),
            id="a pod",
        ),
        pytest.param(
            f"{CUSTOM}/namespaces/shop/pods/*/hits",
            ("get", wire.CUSTOM, "pods", "hits", "*", "shop"),
            id="all pods",
        ),
        pytest.param(
            f"{CUSTOM}/nodes/n1/load",
            ("get", wire.CUSTOM, "nodes", "load", "n1", ""),
            id="a node",
        ),
        pytest.param(
            f"{CUSTOM}/namespaces/shop/metrics/hits",
            ("get", wire.CUSTOM, "metrics", "", "hits", "shop"),
            id="a namespace",
        ),
        pytest.param(
            f"/apis/{wire.EXTERNAL}/v1beta1/namespaces/shop/depth",
            ("list", wire.EXTERNAL, "depth", "", "", "shop"),
            id="external",
        ),
        pytest.param(
            f"/apis/{wire.RESOURCE}/v1beta1/namespaces/shop/pods",
            ("list", wire.RESOURCE, "pods", "", "", "shop"),
            id="usage of all",
        ),
        pytest.param(
            f"/apis/{wire.RESOURCE}/v1beta1/nodes/n1",
            ("get", wire.RESOURCE, "nodes", "", "n1", ""),
            id="usage of one",
        ),
    ],
)
def test_a_metric_needs_the_verb_that_the_api_server_asks_for(
    path: str, words: tuple[str, ...]
) -> None:
    found = permissions.needed(addressing.parse(path, GROUPS), path, USER)
    assert words == (
        *(found.verb, found.group, found.plural),
        *(found.subresource, found.name, found.namespace),
    )
    assert found.user is USER


@pytest.mark.parametrize("path", ["/apis", "/metrics", f"/apis/{wire.CUSTOM}"])
def test_everything_else_needs_its_path(path: str) -> None:
    ask = addressing.parse(path, GROUPS)
    assert permissions.needed(ask, path, USER) == AccessRequest(
        user=USER, verb="get", path=path
    )
