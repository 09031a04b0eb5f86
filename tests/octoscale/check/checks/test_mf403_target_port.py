"""MF403: Services that send to a port which none of their pods has."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service


@pytest.mark.parametrize(
    ("target", "wrong"), [("http", False), ("web", True), ("9999", False)]
)
def test_a_name_must_be_declared(target: str, wrong: bool) -> None:
    assert bool(found("MF403", deployment(), service(target=target))) is wrong


def test_without_pods_nothing_is_known() -> None:
    assert found("MF403", service(target="web")) == []


def test_one_of_several_workloads_is_enough() -> None:
    other = deployment("other", ports="[{containerPort: 1, name: web}]")
    assert found("MF403", deployment(), other, service(target="web")) == []
