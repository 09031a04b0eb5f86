"""Field paths: written as the API writes them, and placed and removed again."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.kube import fields

WORDS = st.text("abcz", min_size=1, max_size=3)
CONTAINERS = st.lists(
    st.fixed_dictionaries({"name": WORDS, "image": WORDS}),
    min_size=1,
    max_size=3,
    unique_by=lambda container: container["name"],
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.lists(st.integers()),
    lambda below: st.dictionaries(WORDS, below, min_size=1, max_size=3),
    max_leaves=6,
)
OBJECTS = st.fixed_dictionaries(
    {"data": st.dictionaries(WORDS, VALUES, min_size=1, max_size=3)},
    optional={"containers": CONTAINERS},
)


@given(OBJECTS)
def test_an_object_is_made_again_from_its_leaves(manifest: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    for path, value in fields.leaves(manifest).items():
        fields.place(made, path, copy.deepcopy(value))
    assert made == manifest


@given(OBJECTS)
def test_nothing_is_left_when_every_leaf_is_removed(manifest: dict[str, Any]) -> None:
    for path in fields.leaves(copy.deepcopy(manifest)):
        fields.remove(manifest, path)
    assert manifest == {}


@given(OBJECTS)
def test_paths_survive_the_api_s_notation(manifest: dict[str, Any]) -> None:
    paths = set(fields.leaves(manifest))
    assert fields.from_fields_v1(fields.to_fields_v1(paths)) == paths


def test_what_the_server_sets_belongs_to_nobody() -> None:
    metadata = {
        "name": "a",
        "uid": "1",
        "managedFields": [{"manager": "a"}],
        "labels": {"app": "web"},
    }
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata}
    assert list(fields.leaves(manifest)) == [("f:metadata", "f:labels", "f:app")]


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        pytest.param(
            {"ports": [{"containerPort": 80}]},
            ["f:ports", 'k:{"containerPort":80,"protocol":"TCP"}', "."],
            id="container port with the default protocol",
        ),
        pytest.param(
            {"ports": [{"port": 53, "protocol": "UDP"}]},
            ["f:ports", 'k:{"port":53,"protocol":"UDP"}', "."],
            id="port of a service",
        ),
        pytest.param(
            {"env": [{"name": "A"}]},
            ["f:env", 'k:{"name":"A"}', "."],
            id="variable",
        ),
        pytest.param({"metrics": [{"type": "Pods"}]}, ["f:metrics"], id="one value"),
        pytest.param({"ports": ["http"]}, ["f:ports"], id="no objects in the list"),
        pytest.param({"data": {}}, ["f:data"], id="empty map"),
    ],
)
def test_a_list_is_merged_by_key_or_is_one_value(
    manifest: dict[str, Any], expected: list[str]
) -> None:
    assert list(next(iter(fields.leaves(manifest)))) == expected


def test_an_empty_map_does_not_wipe_what_others_put_there() -> None:
    manifest = {"data": {"a": "1"}}
    fields.place(manifest, ("f:data",), {})
    assert manifest == {"data": {"a": "1"}}


def test_removing_what_is_not_there_does_nothing() -> None:
    manifest = {"data": {"a": "1"}}
    fields.remove(manifest, ("f:data", "f:b"))
    fields.remove(manifest, ("f:containers", 'k:{"name":"web"}', "."))
    assert manifest == {"data": {"a": "1"}}
