"""MF301: names that nothing can have."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, lines

OBJECT = "apiVersion: %s\nkind: %s\nmetadata: {name: %s}"


@pytest.mark.parametrize(
    ("version", "kind", "name", "wrong"),
    [
        ("v1", "ConfigMap", "a_b", True),
        ("v1", "ConfigMap", "a.b", False),
        ("v1", "ConfigMap", "A", True),
        ("v1", "Service", "a.b", True),
        ("v1", "Service", "1a", True),
        ("v1", "Service", "a1", False),
        ("v1", "Namespace", "a.b", True),
        ("batch/v1", "Job", "couchdb_and_exporter-pod", True),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", "system:a_B", False),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", "a/b", True),
    ],
)
def test_each_kind_has_its_grammar(
    version: str, kind: str, name: str, wrong: bool
) -> None:
    findings = found("MF301", OBJECT % (version, kind, f"'{name}'"))
    assert bool(findings) is wrong


def test_a_better_name_is_offered() -> None:
    [finding] = found("MF301", OBJECT % ("v1", "ConfigMap", "My_Shop"))
    assert finding.hint == "call it 'my-shop'"


def test_a_name_is_needed_unless_it_is_made() -> None:
    assert len(found("MF301", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}")) == 1
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}"
    assert found("MF301", text) == []


def test_containers_and_namespaces_are_looked_at_too() -> None:
    text = deployment(namespace="My_Store").replace("name: main", "name: main_one")
    assert lines("MF301", text) == [3, 12]
