"""MF205: kinds that their API version does not have."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import found


@pytest.mark.parametrize(
    ("version", "kind", "hint"),
    [
        ("v1", "Deployment", "write apiVersion: apps/v1"),
        ("app/v1", "Deployment", "write apiVersion: apps/v1"),
        ("apps/v1", "Deploymnet", "did you mean 'Deployment'?"),
        ("v3", "Nothing", "check apiVersion and kind"),
    ],
)
def test_it_says_what_was_meant(version: str, kind: str, hint: str) -> None:
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}"
    [finding] = found("MF205", text)
    assert finding.hint == hint


def test_an_object_without_a_version_is_told_at_its_kind() -> None:
    [finding] = found("MF205", "kind: Service\nmetadata: {name: a}")
    assert "without apiVersion" in finding.message
    assert finding.place.line == 1


@pytest.mark.parametrize(
    "version", ["example.com/v1", "gateway.networking.k8s.io/v1", "keda.sh/v1alpha1"]
)
def test_what_may_be_custom_is_left_alone(version: str) -> None:
    text = f"apiVersion: {version}\nkind: Thing\nmetadata: {{name: a}}"
    assert found("MF205", text) == []
