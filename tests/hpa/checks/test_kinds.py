"""Kinds, their groups, and what became of them."""

from __future__ import annotations

import pytest

from hpa.checks.kinds import GONE, SCALABLE, exists, home_of, is_gone, is_known


@pytest.mark.parametrize(
    ("group", "kind", "expected"),
    [
        ("apps", "Deployment", True),
        ("", "Deployment", False),
        ("networking.k8s.io", "Ingress", True),
        ("networking.k8s.io", "Gateway", False),
        ("gateway.networking.k8s.io", "Gateway", True),
        ("extensions", "Deployment", True),
        ("shop", "Basket", False),
    ],
)
def test_existence(group: str, kind: str, *, expected: bool) -> None:
    assert exists(group, kind) is expected


def test_what_can_be_scaled_is_known() -> None:
    assert all(is_known(group, kind) for group, kind in SCALABLE)


def test_moved_kinds_have_a_home_that_exists() -> None:
    for (group, kind), (since, home) in GONE.items():
        assert home_of(kind) == home
        assert is_gone(group, kind, since)
        assert not is_gone(group, kind, since - 1)
    assert not is_gone("apps", "Deployment", 99)
