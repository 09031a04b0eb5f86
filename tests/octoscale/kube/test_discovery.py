"""Discovery: documents are read once, missed kinds are looked for again."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.kube import errors
from octoscale.kube.discovery import Catalogue, mapper_entries
from octoscale.kube.restmapper import GroupResource, RESTMapper
from octoscale.kube.types import Kind

POD = {"name": "pods", "kind": "Pod", "namespaced": True, "shortNames": ["po"]}
WIDGET = {"name": "widgets", "kind": "Widget", "namespaced": False}


class Documents:
    """Serves documents from a dictionary and remembers what was asked."""

    def __init__(self, **documents: Any) -> None:
        self.documents: dict[str, Any] = {
            "/api/v1": {"groupVersion": "v1", "resources": [POD]},
            **documents,
        }
        self.asked: list[str] = []

    def fetch(self, path: str) -> Any:
        self.asked.append(path)
        found = self.documents.get(path)
        if isinstance(found, Exception):
            raise found
        if found is None:
            raise errors.NotFoundError(path)
        return found

    def add_group(self, name: str, *versions: str, favourite: str = "") -> None:
        self.documents[f"/apis/{name}"] = {
            "name": name,
            "versions": [{"version": version} for version in versions],
            "preferredVersion": {"version": favourite},
        }
        groups = self.documents.setdefault("/apis", {"groups": []})
        groups["groups"].append(self.documents[f"/apis/{name}"])


def test_a_document_is_asked_for_once() -> None:
    documents = Documents()
    catalogue = Catalogue(documents.fetch)
    for _ in range(3):
        assert catalogue.kind(Kind("v1", "Pod")).short_names == ("po",)
    assert documents.asked == ["/api/v1"]


def test_a_kind_that_appears_later_is_found() -> None:
    documents = Documents()
    catalogue = Catalogue(documents.fetch)
    catalogue.kind(Kind("v1", "Pod"))
    with pytest.raises(errors.NotFoundError, match="Widget"):
        catalogue.kind(Kind("v1", "Widget"))
    documents.documents["/api/v1"]["resources"].append(WIDGET)
    assert not catalogue.kind(Kind("v1", "Widget")).namespaced


def test_the_favourite_version_comes_first() -> None:
    documents = Documents()
    documents.add_group("autoscaling", "v1", "v2beta2", "v2", favourite="v2")
    catalogue = Catalogue(documents.fetch)
    assert catalogue.versions("autoscaling") == ("v2", "v1", "v2beta2")
    assert catalogue.versions("") == ("v1",)
    assert catalogue.versions("nobody.invalid") == ()


def test_a_broken_version_is_told_and_hides_no_other() -> None:
    documents = Documents()
    documents.add_group("widgets.invalid", "v1")
    documents.add_group("broken.invalid", "v1")
    documents.documents["/apis/widgets.invalid/v1"] = {
        "groupVersion": "widgets.invalid/v1",
        "resources": [WIDGET],
    }
    documents.documents["/apis/broken.invalid/v1"] = errors.KubeError("no endpoints")
    discovery = Catalogue(documents.fetch).everything()
    assert [served.kind for served in discovery.kinds] == [
        Kind("v1", "Pod"),
        Kind("widgets.invalid/v1", "Widget"),
    ]
    assert discovery.failed == (("broken.invalid/v1", "no endpoints"),)


def test_a_server_that_goes_away_is_no_partial_answer() -> None:
    documents = Documents()
    documents.add_group("gone.invalid", "v1")
    documents.documents["/apis/gone.invalid/v1"] = errors.UnreachableError("away")
    with pytest.raises(errors.UnreachableError):
        Catalogue(documents.fetch).everything()


def test_a_mapper_is_built_from_what_was_discovered() -> None:
    documents = Documents()
    documents.add_group("widgets.invalid", "v1")
    documents.documents["/apis/widgets.invalid/v1"] = {
        "groupVersion": "widgets.invalid/v1",
        "resources": [WIDGET],
    }
    discovery = Catalogue(documents.fetch).everything()
    mapper = RESTMapper(mapper_entries(discovery))
    found = mapper.resource_for(GroupResource("", "widget"))
    assert (str(found.group_resource), found.namespaced) == (
        "widgets.widgets.invalid",
        False,
    )
