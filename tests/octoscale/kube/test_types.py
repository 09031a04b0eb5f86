"""Kinds: how they are read, split, ordered and written."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.kube.types import Kind


@pytest.mark.parametrize(
    ("manifest", "group", "version", "text"),
    [
        pytest.param(
            {"apiVersion": "v1", "kind": "Pod"}, "", "v1", "Pod (v1)", id="core group"
        ),
        pytest.param(
            {"apiVersion": "autoscaling/v2beta2", "kind": "HorizontalPodAutoscaler"},
            "autoscaling",
            "v2beta2",
            "HorizontalPodAutoscaler (autoscaling/v2beta2)",
            id="named group",
        ),
        pytest.param({}, "", "", " ()", id="nothing said"),
    ],
)
def test_a_manifest_names_its_kind(
    manifest: dict[str, Any], group: str, version: str, text: str
) -> None:
    kind = Kind.of(manifest)
    assert (kind.group, kind.version, str(kind)) == (group, version, text)


def test_kinds_sort_by_version_and_then_by_name() -> None:
    kinds = [Kind("v1", "Pod"), Kind("apps/v1", "Deployment"), Kind("v1", "Node")]
    assert [kind.name for kind in sorted(kinds)] == ["Deployment", "Node", "Pod"]
