"""MF303: labels that the API server refuses."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, lines


@pytest.mark.parametrize(
    ("label", "wrong"),
    [
        ("app: shop", False),
        ("app: ''", False),
        ("app.kubernetes.io/name: shop", False),
        ("app: git.example/shop", True),
        ("app: -shop", True),
        (f"app: {'x' * 64}", True),
        ("a/b/c: shop", True),
        ("a b: shop", True),
    ],
)
def test_keys_and_values_have_a_grammar(label: str, wrong: bool) -> None:
    text = (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, labels: {{{label}}}}}"
    )
    assert bool(found("MF303", text)) is wrong


def test_pods_are_looked_at_too() -> None:
    assert lines("MF303", deployment(labels="{app: shop, image: 'a:b'}")) == [8]
