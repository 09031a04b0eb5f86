"""Paths of the three APIs, well-formed and not."""

from __future__ import annotations

import pytest

from adapter_rules.server.addressing import (
    CustomAsk,
    DocumentAsk,
    ExternalAsk,
    UsageAsk,
    parse,
)
from adapter_rules.server.status import StatusError

GROUPS = frozenset(
    ("custom.metrics.k8s.io", "external.metrics.k8s.io", "metrics.k8s.io")
)
C = "/apis/custom.metrics.k8s.io/v1beta1"
E = "/apis/external.metrics.k8s.io/v1beta1"
M = "/apis/metrics.k8s.io/v1beta1"


def custom(namespace: str, resource: str, name: str, metric: str) -> CustomAsk:
    return CustomAsk(
        version="v1beta1",
        namespace=namespace,
        resource=resource,
        name=name,
        metric=metric,
        of_namespace=not namespace and resource == "namespaces",
    )


@pytest.mark.parametrize(
    ("path", "ask"),
    [
        ("/apis", DocumentAsk()),
        ("/apis/", DocumentAsk()),
        ("/apis/metrics.k8s.io", DocumentAsk(group="metrics.k8s.io")),
        (C, DocumentAsk(group="custom.metrics.k8s.io", version="v1beta1")),
        (f"{C}/namespaces/a/pods/*/m", custom("a", "pods", "*", "m")),
        (f"{C}/nodes/n/m", custom("", "nodes", "n", "m")),
        (f"{C}/namespaces/a/metrics/m", custom("", "namespaces", "a", "m")),
        (f"{E}/namespaces/a/m", ExternalAsk(namespace="a", metric="m")),
        (f"{M}/nodes/n", UsageAsk(resource="nodes", name="n")),
        (f"{M}/namespaces/a/pods", UsageAsk(resource="pods", namespace="a")),
        ("/healthz", None),
        ("/apisx", None),
        ("/apis/other.io/v1", None),
        ("", None),
    ],
)
def test_a_path_says_what_is_asked(path: str, ask: object) -> None:
    assert parse(path, GROUPS) == ask


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{C}/namespaces/a/pods", 400),
        (f"{C}/namespaces/a/pods/p/", 400),
        (f"{C}/namespaces/a/pods/p", 404),
        (f"{C}/namespaces/a/pods/p/m/x", 404),
        (f"{E}/m", 404),
        (f"{E}/namespaces/a/m/x", 404),
        (f"{M}/secrets", 404),
        ("/apis/custom.metrics.k8s.io/v1", 404),
    ],
)
def test_what_no_route_has_is_refused(path: str, code: int) -> None:
    with pytest.raises(StatusError) as caught:
        parse(path, GROUPS)
    assert caught.value.status.code == code


def test_a_group_that_is_not_served_owns_no_path() -> None:
    assert parse(f"{C}/nodes/n/m", frozenset()) is None
