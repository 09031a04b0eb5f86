"""Tests of the documents of an image."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.images import layout
from bench.images.documents import digest_of, platform_of, to_json
from tests.bench.images.making import tiny_image

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("debian", "oci"),
    [
        ("amd64", ("amd64", None)),
        ("arm64", ("arm64", None)),
        ("armhf", ("arm", "v7")),
        ("i386", ("386", None)),
        ("ppc64el", ("ppc64le", None)),
    ],
)
def test_architectures_are_named_as_nodes_do(
    debian: str, oci: tuple[str, str | None]
) -> None:
    found = platform_of(debian)
    assert (found["architecture"], found.get("variant")) == oci


def test_a_document_has_one_form() -> None:
    assert to_json({"b": 1, "a": [2]}) == b'{"a":[2],"b":1}'
    assert digest_of(b"") == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


def test_every_descriptor_fits_its_blob(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    index = json.loads((image.layout / "index.json").read_bytes())
    (first,) = index["manifests"]
    manifest = json.loads(layout.blob_path(image.layout, first["digest"]).read_bytes())
    assert first["platform"] == {"architecture": "amd64", "os": "linux"}
    for one in [first, manifest["config"], *manifest["layers"]]:
        content = layout.blob_path(image.layout, one["digest"]).read_bytes()
        assert digest_of(content) == one["digest"]
        assert len(content) == one["size"]
    kinds = [one["mediaType"] for one in manifest["layers"]]
    assert kinds == ["application/vnd.oci.image.layer.v1.tar+gzip"] * 4
