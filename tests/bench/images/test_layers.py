"""Tests of writing one layer."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from bench.images.compression import COMPRESSIONS
from bench.images.entries import Entry, file_of, folder_of
from bench.images.layers import STAMP_BYTES, STAMPS, LayerPlan, write_layer

if TYPE_CHECKING:
    from pathlib import Path

    from bench.images.built import BuiltLayer

ENTRIES = [folder_of("usr"), file_of("usr/a", b"1" * 1000), file_of("usr/b", b"2")]
PLAN = LayerPlan(name="app", entries=lambda: ENTRIES, size=1001)


def write(folder: Path, salt: str | None = None, plan: LayerPlan = PLAN) -> BuiltLayer:
    return write_layer(
        plan,
        salt=salt,
        compression=COMPRESSIONS[0],
        blobs=folder,
        tell=lambda _: None,
    )


def test_digests_and_lengths_are_those_of_what_was_written(tmp_path: Path) -> None:
    layer = write(tmp_path)
    (blob,) = [path.read_bytes() for path in tmp_path.iterdir()]
    raw = gzip.decompress(blob)
    assert layer.digest == "sha256:" + hashlib.sha256(blob).hexdigest()
    assert layer.diff_id == "sha256:" + hashlib.sha256(raw).hexdigest()
    assert layer.pulled_bytes == len(blob)
    assert layer.on_disk_bytes == 1001 + STAMP_BYTES
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        sizes = {one.name: one.size for one in archive}
    assert sizes == {"usr": 0, "usr/a": 1000, "usr/b": 1, f"{STAMPS}/app": 65}


def test_the_body_is_a_member_of_its_own(tmp_path: Path) -> None:
    layer = write(tmp_path)
    (blob,) = [path.read_bytes() for path in tmp_path.iterdir()]
    body = gzip.decompress(blob[: layer.body_bytes])
    assert gzip.decompress(blob).startswith(body)
    assert len(body) == 512 + 512 + 1024 + 512 + 512


def test_twice_the_same(tmp_path: Path) -> None:
    assert write(tmp_path) == write(tmp_path)


def test_a_salt_makes_it_new_and_not_larger(tmp_path: Path) -> None:
    plain, salted, other = write(tmp_path), write(tmp_path, "a"), write(tmp_path, "b")
    assert len({one.digest for one in (plain, salted, other)}) == 3
    assert len({one.diff_id for one in (plain, salted, other)}) == 3
    assert len({one.on_disk_bytes for one in (plain, salted, other)}) == 1


def test_layers_of_one_salt_have_stamps_of_their_own(tmp_path: Path) -> None:
    empty = [LayerPlan(name=name, entries=tuple, size=0) for name in ("a", "b")]
    first, second = (write(tmp_path, "x", plan) for plan in empty)
    assert first.digest != second.digest


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    wrong = Entry(name="a", size=5, open=tuple)
    with pytest.raises(ValueError, match="0 bytes instead of 5"):
        write(tmp_path, plan=LayerPlan(name="x", entries=lambda: [wrong], size=5))
    assert list(tmp_path.iterdir()) == []


def test_what_the_listener_raises_ends_it(tmp_path: Path) -> None:
    def tell(done: int) -> None:
        if done > 512:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_layer(
            PLAN, salt=None, compression=COMPRESSIONS[0], blobs=tmp_path, tell=tell
        )
    assert list(tmp_path.iterdir()) == []
