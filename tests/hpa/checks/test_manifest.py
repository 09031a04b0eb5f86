"""Objects of the input and their places."""

from __future__ import annotations

import pytest

from hpa.checks.manifest import Manifest, group_of, may_share_namespace, objects_in
from octoscale.core import yamlio

LIST = """\
kind: List
items:
- kind: Service
  metadata: {name: a, namespace: n}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: b}
  spec: {replicas: 3}
"""


def test_items_of_a_list_are_objects_of_their_own() -> None:
    documents = yamlio.load_all(f"{LIST}---\nkind: Pod\n---\n- 1\n", file="f.yaml")
    found = list(objects_in(documents))
    assert [each.kind for each in found] == ["Service", "Deployment", "Pod"]
    assert [each.title for each in found[:2]] == ["Service n/a", "Deployment b"]
    assert str(found[1].place("spec", "replicas")) == "f.yaml:8:20"
    assert str(found[1].key_place("spec", "replicas")) == "f.yaml:8:10"


@pytest.mark.parametrize(
    "path", [("spec", "x"), ("spec", "replicas", "x"), ("a",), ("metadata", 0)]
)
def test_a_path_that_leads_nowhere_gives_nothing(path: tuple[str | int, ...]) -> None:
    manifest = list(objects_in(yamlio.load_all(LIST)))[1]
    assert manifest.at(*path) is None
    assert manifest.text(*path) == ""
    assert manifest.place(*path).line is not None


def test_an_object_that_is_no_mapping_is_empty() -> None:
    assert Manifest(yamlio.load("[1]")).value == {}


def test_groups() -> None:
    assert group_of("apps/v1") == "apps"
    assert group_of("v1") == ""
    assert group_of("") == ""


def test_an_open_namespace_may_be_any() -> None:
    assert may_share_namespace("", "a")
    assert may_share_namespace("a", "a")
    assert not may_share_namespace("a", "b")
