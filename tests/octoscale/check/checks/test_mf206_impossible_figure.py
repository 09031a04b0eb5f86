"""MF206: ports, counts and quantities out of their limits."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service

PATCH = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: store}
spec: {template: {spec: {containers: [{name: a, ports: [{containerPort: 99999}]}]}}}
"""


@pytest.mark.parametrize(
    ("port", "wrong"), [(0, True), (1, False), (65535, False), (65536, True)]
)
def test_a_port_has_its_limits(port: int, wrong: bool) -> None:
    text = deployment(ports=f"[{{containerPort: {port}}}]")
    assert bool(found("MF206", text)) is wrong
    assert bool(found("MF206", service(target=str(port)))) is (wrong and port != 0)
    of_service = service().replace("port: 80,", f"port: {port},")
    assert bool(found("MF206", of_service)) is wrong


@pytest.mark.parametrize(("replicas", "wrong"), [(-5, True), (0, False), (5, False)])
def test_replicas_are_not_negative(replicas: int, wrong: bool) -> None:
    text = deployment().replace("spec:\n", f"spec:\n  replicas: {replicas}\n", 1)
    assert bool(found("MF206", text)) is wrong


@pytest.mark.parametrize(
    ("resource", "wrong"),
    [
        ("cpu: abc", True),
        ("memory: 12Q", True),
        ("memory: -1Gi", True),
        ("memory: 1.5GB", True),
        ("cpu: ''", True),
        ("cpu: 500m", False),
        ("cpu: 2", False),
        ("cpu: 0.5", False),
        ("memory: 1e9", False),
        ("memory: 2Gi", False),
        ("nvidia.com/gpu: 1", False),
        ("cpu: null", False),
    ],
)
@pytest.mark.parametrize("field", ["limits", "requests"])
def test_what_is_requested_is_a_quantity(
    field: str, resource: str, wrong: bool
) -> None:
    text = deployment() + f"        resources: {{{field}: {{{resource}}}}}\n"
    assert bool(found("MF206", text)) is wrong


def test_a_patch_is_looked_at_and_the_place_is_the_figures() -> None:
    [finding] = found("MF206", PATCH)
    assert (finding.place.line, "99999" in finding.message) == (4, True)


def test_what_is_called_a_port_elsewhere_is_none() -> None:
    text = deployment() + "        env: [{name: port, value: '99999'}]\n"
    assert found("MF206", text) == []
    assert found("MF206", "apiVersion: x.io/v1\nkind: A\nspec: {port: 99999}") == []
    other = "apiVersion: serving.x.io/v1\nkind: Service\nspec: {port: 99999}"
    assert found("MF206", other) == []
