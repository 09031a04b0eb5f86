"""What every object has, and what is checked before one is stored."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.kube import objects
from octoscale.kube.errors import InvalidError
from octoscale.kube.types import Kind, ServedKind

PODS = ServedKind(kind=Kind("v1", "Pod"), plural="pods")
NODES = ServedKind(kind=Kind("v1", "Node"), plural="nodes", namespaced=False)


@pytest.mark.parametrize(
    ("own", "named", "expected"),
    [
        pytest.param(None, None, "default", id="nobody says"),
        pytest.param(None, "shop", "shop", id="the caller says"),
        pytest.param("shop", None, "shop", id="the object says"),
        pytest.param("shop", "shop", "shop", id="both say the same"),
    ],
)
def test_an_object_is_placed_in_a_namespace(
    own: str | None, named: str | None, expected: str
) -> None:
    manifest = {"metadata": {"name": "a"} | ({"namespace": own} if own else {})}
    placed = objects.placed(manifest, PODS, named)
    assert objects.namespace_of(placed) == expected


def test_placing_leaves_the_original_alone() -> None:
    manifest: dict[str, Any] = {}
    objects.placed(manifest, PODS, "shop")
    assert manifest == {}


def test_a_kind_of_the_whole_cluster_gets_no_namespace() -> None:
    placed = objects.placed({"metadata": {"name": "a"}}, NODES, "shop")
    assert objects.namespace_of(placed) is None


def test_contradicting_namespaces_are_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        objects.placed({"metadata": {"namespace": "a"}}, PODS, "b")
    assert caught.value.causes[0].field == "metadata.namespace"


@pytest.mark.parametrize("name", ["a", "a-1", "a.b-c.d", "0", "x" * 253])
def test_a_good_name_passes(name: str) -> None:
    objects.check_name(name)


@pytest.mark.parametrize("name", ["", "A", "a_b", "-a", "a-", "a..b", "x" * 254, "ä"])
def test_a_bad_name_does_not(name: str) -> None:
    with pytest.raises(InvalidError):
        objects.check_name(name)


def test_a_scale_tells_replicas_and_a_sorted_selector() -> None:
    manifest = {
        "metadata": {"name": "web", "labels": {"x": "y"}},
        "spec": {"replicas": 3, "selector": {"matchLabels": {"b": "2", "a": "1"}}},
        "status": {"replicas": 2},
    }
    scale = objects.scale_of(manifest)
    assert scale["metadata"] == {"name": "web"}
    assert scale["spec"] == {"replicas": 3}
    assert scale["status"] == {"replicas": 2, "selector": "a=1,b=2"}


def test_times_of_managers_are_no_content() -> None:
    def state(time: str, data: str) -> dict[str, Any]:
        entry = {"manager": "a", "time": time}
        return {"metadata": {"managedFields": [entry]}, "data": data}

    assert objects.same_content(state("1", "x"), state("2", "x"))
    assert not objects.same_content(state("1", "x"), state("1", "y"))
