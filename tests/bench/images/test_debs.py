"""Tests of reading Debian packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import zstandard

from bench.images.debs import contents, control
from bench.images.errors import PackagesError
from tests.bench.images.making import Deb, ar, tar

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"./usr/bin/odd": b"odd", "./usr/share/doc/tiny/copyright": b"free\n"}


def read(path: Path) -> dict[str, bytes]:
    found = {}
    with contents(path) as archive:
        for info in archive:
            file = archive.extractfile(info)
            assert file is not None
            found[info.name] = file.read()
    return found


@pytest.mark.parametrize("compression", ["xz", "gz", "bz2"])
def test_files_come_in_order(compression: str, tmp_path: Path) -> None:
    path = Deb(files=FILES, compression=compression).write(tmp_path)
    assert list(read(path).items()) == list(FILES.items())


def test_packages_compressed_with_zstd_are_read(tmp_path: Path) -> None:
    path = tmp_path / "z.deb"
    raw = zstandard.compress(tar(FILES, (), ""))
    path.write_bytes(ar({"debian-binary": b"2.0\n", "data.tar.zst": raw}))
    assert read(path) == FILES


def test_the_control_file_says_what_it_is(tmp_path: Path) -> None:
    assert "Version: 1:2.0-3\n" in control(Deb().write(tmp_path))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(b"", "not an ar archive", id="empty"),
        pytest.param(b"PK\3\4", "not an ar archive", id="another archive"),
        pytest.param(b"!<arch>\nshort", "cut short", id="cut in a header"),
        pytest.param(ar({"debian-binary": b"2.0\n"}), "no data.tar", id="no data"),
        pytest.param(ar({"data.tar.xz": b"junk" * 9}), "", id="junk"),
        pytest.param(ar({"data.tar.xz": b""}), "empty", id="empty data"),
    ],
)
def test_what_is_no_package_is_named(raw: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.deb"
    path.write_bytes(raw)
    with pytest.raises(PackagesError, match=rf"bad\.deb is no readable .*{words}"):
        read(path)


def test_a_package_that_is_cut_off_is_named(tmp_path: Path) -> None:
    path = Deb(files={"./a": bytes(range(256)) * 4000}).write(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(PackagesError, match="no readable Debian package"):
        read(path)
