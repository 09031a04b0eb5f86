"""Tests of layouts: written whole or not at all, and never over somebody else's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.images import layout
from octoscale.core.errors import FileAccessError, InputError
from tests.bench.images.making import tiny_image

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_built_is_read_back(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    assert layout.read(tmp_path / "image") == image
    assert image.platform == "linux/amd64"
    assert [one.name for one in image.layers] == ["base", "python", "filler-1", "app"]


def test_it_is_an_oci_layout(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    marked = json.loads((image.layout / "oci-layout").read_text())
    assert marked == {"imageLayoutVersion": "1.0.0"}
    for path in (image.layout / "blobs/sha256").iterdir():
        from hashlib import sha256

        assert sha256(path.read_bytes()).hexdigest() == path.name


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    with pytest.raises(KeyboardInterrupt), layout.replaced(tmp_path / "image"):
        raise KeyboardInterrupt
    assert layout.read(tmp_path / "image") == image
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["image", "image-tree"]


def test_an_image_of_ours_is_replaced_as_a_whole(tmp_path: Path) -> None:
    first = tiny_image(tmp_path / "image")
    second = tiny_image(tmp_path / "other", salt="x")
    with layout.replaced(tmp_path / "image") as draft:
        for path in (tmp_path / "other").rglob("*"):
            if path.is_file():
                target = draft / path.relative_to(tmp_path / "other")
                target.write_bytes(path.read_bytes())
    found = layout.read(tmp_path / "image")
    assert found.reference_digest == second.reference_digest != first.reference_digest
    assert not layout.blob_path(found.layout, first.reference_digest).exists()


@pytest.mark.parametrize("content", ["notes.txt", "index.json", "oci-layout"])
def test_another_directory_is_not_overwritten(content: str, tmp_path: Path) -> None:
    place = tmp_path / "precious"
    place.mkdir()
    (place / content).write_text("{}")
    with (
        pytest.raises(FileAccessError, match="not overwritten"),
        layout.replaced(place),
    ):
        pytest.fail("nothing may be written")
    assert [path.name for path in place.iterdir()] == [content]
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


@pytest.mark.parametrize(
    "name", ["notes.txt", "blobs/notes.txt", "blobs/sha256/notes.txt"]
)
def test_a_file_beside_the_image_is_kept(name: str, tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    (image.layout / name).write_text("mine")
    with (
        pytest.raises(FileAccessError, match=r"notes\.txt.* not overwritten"),
        layout.replaced(image.layout),
    ):
        pytest.fail("nothing may be written")
    assert (image.layout / name).read_text() == "mine"
    assert layout.read(image.layout) == image


def test_a_failure_leaves_no_folders_that_were_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), layout.replaced(tmp_path / "a/b/image"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with (
        pytest.raises(FileAccessError, match="not overwritten"),
        layout.replaced(tmp_path / "file"),
    ):
        pytest.fail("nothing may be written")


def test_an_empty_directory_is_filled(tmp_path: Path) -> None:
    (tmp_path / "image").mkdir()
    assert tiny_image(tmp_path / "image").name == "tiny"


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(FileAccessError, match="cannot write"),
        layout.replaced(tmp_path / "file" / "image"),
    ):
        pytest.fail("nothing may be written")


def test_reading_nothing_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="holds no image") as caught:
        layout.read(tmp_path / "none")
    assert "images build" in caught.value.hint


@pytest.mark.parametrize(
    "index",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="a list"),
        pytest.param('{"manifests": []}', id="no manifest"),
        pytest.param('{"manifests": [{"digest": 5}]}', id="no digest"),
    ],
)
def test_reading_somebody_elses_names_the_file(index: str, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(index)
    with pytest.raises(InputError, match=r"index\.json"):
        layout.read(tmp_path)
