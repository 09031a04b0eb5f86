"""The manifest of a scenario: what it asks for, of which workload."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core.errors import InputError
from octoscale.core.yamlio import Document
from simulator.manifest import read_manifest
from simulator.presets import authors_manifest


def document(manifest: dict[str, Any]) -> Document:
    return Document({"autoscaler": {"manifest": manifest}})


def test_the_authors_manifest_asks_for_one_to_eight_of_a_deployment() -> None:
    read = read_manifest(document(authors_manifest()), namespace="http")
    assert (read.kind, read.name) == ("Deployment", "httpgo")
    assert (read.spec.min_replicas, read.spec.max_replicas) == (1, 8)
    assert read.spec.behavior is None


def test_an_empty_behavior_gets_the_servers_defaults() -> None:
    read = read_manifest(document(authors_manifest({})), namespace="http")
    assert read.spec.behavior is not None
    assert len(read.spec.behavior.scale_up.policies) == 2


def test_a_manifest_without_a_namespace_is_taken_for_the_services() -> None:
    manifest = authors_manifest()
    del manifest["metadata"]["namespace"]
    assert read_manifest(document(manifest), namespace="http").name == "httpgo"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"kind": "Deployment"}, "SI003", id="another kind"),
        pytest.param({"apiVersion": "v1"}, "SI003", id="another API"),
        pytest.param({"metadata": {}}, "HP004", id="no name"),
        pytest.param({"sepc": {}}, "HP002", id="an unknown field"),
    ],
)
def test_what_no_api_server_takes_is_refused(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(document({**authors_manifest(), **changes}), namespace="http")
    assert code in {finding.code for finding in caught.value.findings}
