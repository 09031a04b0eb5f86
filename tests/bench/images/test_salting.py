"""Tests of giving an image another salt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.images import layout
from bench.images.salting import resalt
from octoscale.core.errors import FileAccessError
from tests.bench.images.making import tiny_image

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
@pytest.mark.parametrize("before", [None, "old"])
def test_it_is_what_building_with_that_salt_gives(
    compression: str, before: str | None, tmp_path: Path
) -> None:
    tiny_image(tmp_path / "plain", salt=before, compression=compression)
    wanted = tiny_image(tmp_path / "wanted", salt="new", compression=compression)
    found = resalt(
        tmp_path / "plain", salt="new", to=tmp_path / "out", progress=lambda _: None
    )
    assert found.reference_digest == wanted.reference_digest
    assert found.layers == wanted.layers


def test_an_image_may_be_salted_in_place(tmp_path: Path) -> None:
    plain = tiny_image(tmp_path / "image")
    salted = resalt(
        tmp_path / "image", salt="a", to=tmp_path / "image", progress=lambda _: None
    )
    assert layout.read(tmp_path / "image") == salted
    assert salted.reference_digest != plain.reference_digest


def test_a_layer_that_is_cut_short_is_an_error(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    blob = layout.blob_path(image.layout, image.layers[0].digest)
    blob.write_bytes(blob.read_bytes()[:100])
    with pytest.raises(FileAccessError, match="base is cut short"):
        resalt(image.layout, salt="a", to=tmp_path / "out", progress=lambda _: None)
    assert not (tmp_path / "out").exists()
