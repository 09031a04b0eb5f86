"""The rules for metadata."""

from __future__ import annotations

from typing import Any

import pytest

from hpa.model.meta import ObjectMeta, OwnerReference
from hpa.validation.metadata import metadata_errors

OWNER = OwnerReference(api_version="v1", kind="Pod", name="a", uid="1")

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("fine", {}, []),
    ("no name", {"name": ""}, ["metadata.name"]),
    ("bad name", {"name": "Bad_Name"}, ["metadata.name"]),
    ("generated", {"generate_name": "a-"}, []),
    ("bad prefix", {"generate_name": "Abc-"}, ["metadata.generateName"]),
    ("no namespace", {"namespace": ""}, ["metadata.namespace"]),
    ("dotted namespace", {"namespace": "a.b"}, ["metadata.namespace"]),
    ("generation", {"generation": -1}, ["metadata.generation"]),
    ("label key", {"labels": {"bad key": "v"}}, ["metadata.labels"]),
    ("label value", {"labels": {"k": "bad value"}}, ["metadata.labels"]),
    ("annotation", {"annotations": {"Mine/Key": "any text"}}, []),
    ("annotation key", {"annotations": {"bad key": ""}}, ["metadata.annotations"]),
    ("large", {"annotations": {"a": "x" * 2**18}}, ["metadata.annotations"]),
    ("owner", {"owner_references": (OWNER,)}, []),
    (
        "empty owner",
        {"owner_references": (OwnerReference(),)},
        [
            "metadata.ownerReferences.apiVersion",
            "metadata.ownerReferences.kind",
            "metadata.ownerReferences.name",
            "metadata.ownerReferences.uid",
        ],
    ),
    (
        "two controllers",
        {
            "owner_references": (
                OwnerReference(
                    api_version="v1", kind="A", name="a", uid="1", controller=True
                ),
            )
            * 2
        },
        ["metadata.ownerReferences"],
    ),
    ("finalizer", {"finalizers": ("orphan", "example.com/mine")}, []),
    ("short finalizer", {"finalizers": ("mine",)}, ["metadata.finalizers"]),
]


@pytest.mark.parametrize(
    ("parts", "fields"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_broken_rule_names_its_field(
    parts: dict[str, Any], fields: list[str]
) -> None:
    metadata = ObjectMeta(**{"name": "a", "namespace": "b", **parts})
    assert [error.field for error in metadata_errors(metadata)] == fields
