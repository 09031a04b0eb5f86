"""Tests of writing images: sizes, digests, what ends early."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.images import layout
from bench.images.writing import Job, write_layers
from octoscale.core.errors import FileAccessError, UsageError
from tests.bench.images.making import raw_layer, tiny_image, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.images.built import BuiltLayer


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(2_000, 300_000))
def test_the_size_on_disk_is_hit_to_the_byte(
    size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    image = tiny_image(tmp_path_factory.mktemp("size") / "image", size=size)
    assert image.on_disk_bytes == size
    assert sum(map(len, unpacked(image).values())) == size


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_twice_the_same_digest(compression: str, tmp_path: Path) -> None:
    first = tiny_image(tmp_path / "first", compression=compression)
    second = tiny_image(tmp_path / "second", compression=compression)
    assert first.reference_digest == second.reference_digest
    assert first.layers == second.layers


def test_a_salt_makes_every_layer_new_and_changes_no_size(tmp_path: Path) -> None:
    plain = tiny_image(tmp_path / "plain")
    salted = tiny_image(tmp_path / "salted", salt="7")
    assert {one.digest for one in plain.layers}.isdisjoint(
        one.digest for one in salted.layers
    )
    assert {one.diff_id for one in plain.layers}.isdisjoint(
        one.diff_id for one in salted.layers
    )
    assert plain.on_disk_bytes == salted.on_disk_bytes


def test_both_compressions_hold_the_same(tmp_path: Path) -> None:
    gzipped = tiny_image(tmp_path / "gzip", compression="gzip")
    zstd = tiny_image(tmp_path / "zstd", compression="zstd")
    assert unpacked(gzipped) == unpacked(zstd)
    assert [one.diff_id for one in gzipped.layers] == [
        one.diff_id for one in zstd.layers
    ]


def test_pulled_bytes_are_the_blobs(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    sizes = [
        layout.blob_path(image.layout, one.digest).stat().st_size
        for one in image.layers
    ]
    assert sizes == [one.pulled_bytes for one in image.layers]
    assert image.pulled_bytes == sum(sizes)


def test_the_config_says_how_to_run_it(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    manifest = json.loads(
        layout.blob_path(image.layout, image.reference_digest).read_bytes()
    )
    config = json.loads(
        layout.blob_path(image.layout, manifest["config"]["digest"]).read_bytes()
    )
    assert config["config"]["Entrypoint"] == ["/bin/tiny"]
    assert config["config"]["Cmd"] == ["-v"]
    assert config["config"]["User"] == "65532:65532"
    assert config["created"] == "1970-01-01T00:00:00Z"
    assert config["rootfs"]["diff_ids"] == [one.diff_id for one in image.layers]


def test_as_small_as_it_gets_has_no_filler(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image", size=None)
    assert [one.name for one in image.layers] == ["base", "python", "app"]


def test_too_small_a_size_names_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="100 B on disk is too small, 816 B are"):
        tiny_image(tmp_path / "image", size=100)
    assert not (tmp_path / "image").exists()


def test_layers_do_not_hold_each_others_files(tmp_path: Path) -> None:
    image = tiny_image(tmp_path / "image")
    raw = [raw_layer(image, one.digest) for one in image.layers]
    assert sum(b"y = 2" in one for one in raw) == 1


def job(write: Callable[[Callable[[int], None]], BuiltLayer]) -> Job:
    return Job(name="x", size=1, write=write)


def test_when_one_layer_fails_the_others_end() -> None:
    started = threading.Event()

    def endless(tell: Callable[[int], None]) -> BuiltLayer:
        while True:
            started.set()
            tell(1)

    def failing(tell: Callable[[int], None]) -> BuiltLayer:
        del tell
        started.wait(10)
        raise OSError(28, "No space left on device")

    with pytest.raises(FileAccessError, match="No space left"):
        write_layers([job(failing), job(endless)], lambda _: None)


def test_it_tells_how_far_a_big_layer_is() -> None:
    said: list[str] = []

    def write(tell: Callable[[int], None]) -> BuiltLayer:
        for done in (1, 64_000_000, 64_000_001, 128_000_000):
            tell(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_layers([Job(name="big", size=200_000_000, write=write)], said.append)
    assert said == [
        "writing layer 1 of 1 (big): 64 MB of 200 MB",
        "writing layer 1 of 1 (big): 128 MB of 200 MB",
    ]
