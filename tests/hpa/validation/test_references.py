"""The rules for a reference to another object."""

from __future__ import annotations

import pytest

from hpa.model.meta import CrossVersionObjectReference
from hpa.validation.references import reference_errors


@pytest.mark.parametrize(
    ("kind", "name", "fields"),
    [
        ("Deployment", "web", []),
        ("Dep loy", "we b", []),
        ("", "", ["t.kind", "t.name"]),
        (".", "a/b", ["t.kind", "t.name"]),
        ("a/%", "web", ["t.kind", "t.kind"]),
    ],
)
def test_kind_and_name_must_be_path_segments(
    kind: str, name: str, fields: list[str]
) -> None:
    reference = CrossVersionObjectReference(kind=kind, name=name, api_version="!!")
    assert [error.field for error in reference_errors(reference, "t")] == fields
