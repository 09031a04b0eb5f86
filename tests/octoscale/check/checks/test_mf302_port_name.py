"""MF302: names of ports."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("http", False),
        ("abcdefghijklmno", False),
        ("abcdefghijklmnop", True),
        ("Http", True),
        ("a--b", True),
        ("-a", True),
        ("a_b", True),
        ("80", True),
    ],
)
def test_a_containers_port_has_a_short_name(name: str, wrong: bool) -> None:
    text = deployment(ports=f"[{{containerPort: 80, name: '{name}'}}]")
    assert bool(found("MF302", text)) is wrong


def test_a_name_stands_once_in_a_pod() -> None:
    ports = "[{containerPort: 80, name: a}, {containerPort: 81, name: a}]"
    [finding] = found("MF302", deployment(ports=ports))
    assert "two ports" in finding.message


def test_a_services_port_may_have_a_longer_one_but_once() -> None:
    long = "abcdefghijklmnopqrstuvwxyz"
    ports = (
        f"[{{port: 1, name: {long}}}, {{port: 2, name: {long}}}, {{port: 3, name: A}}]"
    )
    text = service().replace("[{port: 80, targetPort: 8080}]", ports)
    messages = [finding.message for finding in found("MF302", text)]
    assert ["two ports" in message for message in messages] == [True, False]
