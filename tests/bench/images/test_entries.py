"""Tests of single entries of a tar stream."""

from __future__ import annotations

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.images.entries import END_OF_TAR, Entry, Kind, file_of, folder_of, to_tar


def read(*entries: Entry) -> list[tarfile.TarInfo]:
    raw = b"".join(chunk for entry in entries for chunk in to_tar(entry)) + END_OF_TAR
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return archive.getmembers()


def test_everything_belongs_to_root_and_is_as_old_as_the_epoch() -> None:
    link = Entry(name="b", kind=Kind.LINK, target="a")
    found = read(folder_of("usr"), file_of("a", b"content", mode=0o755), link)
    assert [(one.uid, one.gid, one.mtime, one.uname) for one in found] == [
        (0, 0, 0, "")
    ] * 3
    assert [one.type for one in found] == [
        tarfile.DIRTYPE,
        tarfile.REGTYPE,
        tarfile.SYMTYPE,
    ]
    assert [one.mode for one in found] == [0o755, 0o755, 0o644]
    assert found[2].linkname == "a"


NAMES = st.characters(exclude_characters="\0/", exclude_categories=["Cs"])


@given(st.text(NAMES, min_size=1, max_size=200))
def test_any_name_survives(name: str) -> None:
    (found,) = read(file_of(f"a/{name}", b"1"))
    assert found.name == f"a/{name}"


@given(st.binary(max_size=2000))
def test_content_survives_and_fills_whole_blocks(content: bytes) -> None:
    raw = b"".join(to_tar(file_of("a", content)))
    assert len(raw) % 512 == 0
    assert raw[512 : 512 + len(content)] == content


@pytest.mark.parametrize("size", [0, 4, 600])
def test_a_file_that_is_not_as_long_as_it_says_is_an_error(size: int) -> None:
    entry = Entry(name="a", size=size, open=lambda: [b"12345"])
    with pytest.raises(ValueError, match="a: 5 bytes instead of"):
        list(to_tar(entry))
