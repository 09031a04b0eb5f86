"""Tests of fetching Debian packages: the real apt-get, an archive of our own."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from bench.images.archive import Archive
from bench.images.errors import PackagesError
from tests.bench.images.making import Deb

if TYPE_CHECKING:
    from pathlib import Path

BASE = Deb(name="octo-base", version="2:1.0-1")
TOP = Deb(name="octo-top", version="3.0")


class OwnArchive:
    """A folder that apt-get takes for Debian's archive."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.depends = {"octo-top": "octo-base, octo-web"}

    def publish(self, *debs: Deb) -> None:
        """Put packages in, and describe them."""
        text = ""
        for deb in debs:
            path = deb.write(self.folder)
            raw = path.read_bytes()
            text += deb.paragraph()
            text += f"Filename: ./{path.name}\nSize: {len(raw)}\n"
            text += f"SHA256: {hashlib.sha256(raw).hexdigest()}\n"
            if deb.name in self.depends:
                text += f"Depends: {self.depends[deb.name]}\n"
            text += "\n"
        (self.folder / "Packages").write_text(text)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnArchive:
    """Let apt-get see nothing but an archive of our own."""
    if shutil.which("apt-get") is None:
        pytest.skip("apt-get is missing")
    made = OwnArchive(tmp_path / "own")
    made.publish(BASE, TOP, Deb(name="octo-web", version="1"))
    (tmp_path / "sources.list").write_text(f"deb [trusted=yes] file:{made.folder} ./\n")
    (tmp_path / "none").mkdir()
    config = tmp_path / "apt.conf"
    config.write_text(
        f'Dir::Etc::sourcelist "{tmp_path}/sources.list";\n'
        f'Dir::Etc::sourceparts "{tmp_path}/none";\n'
        'APT::Architecture "amd64";\nAPT::Architectures { "amd64"; };\n'
    )
    monkeypatch.setenv("APT_CONFIG", str(config))
    return made


def fetch(
    folder: Path,
    *names: str,
    without: tuple[str, ...] = (),
    refresh: bool = False,
    said: list[str] | None = None,
) -> list[str]:
    say = (said if said is not None else []).append
    found = Archive(folder / "cache").fetch(
        names, without=without, refresh=refresh, say=say
    )
    assert all(path.read_bytes().startswith(b"!<arch>") for path in found)
    return [path.name for path in found]


@pytest.mark.usefixtures("own")
def test_dependencies_come_along(tmp_path: Path) -> None:
    assert fetch(tmp_path, "octo-top") == [
        "octo-base_2%3a1.0-1_amd64.deb",
        "octo-top_3.0_amd64.deb",
        "octo-web_1_amd64.deb",
    ]


@pytest.mark.usefixtures("own")
def test_what_is_not_needed_stays_away(tmp_path: Path) -> None:
    found = fetch(tmp_path, "octo-top", without=("octo-w",))
    assert found == ["octo-base_2%3a1.0-1_amd64.deb", "octo-top_3.0_amd64.deb"]


def test_packages_stay_the_same_until_newer_ones_are_asked_for(
    own: OwnArchive, tmp_path: Path
) -> None:
    first = fetch(tmp_path, "octo-base")
    own.publish(Deb(name="octo-base", version="2:1.1-1"))
    said: list[str] = []
    assert fetch(tmp_path, "octo-base", said=said) == first
    assert said == []
    newer = fetch(tmp_path, "octo-base", refresh=True)
    assert newer == ["octo-base_2%3a1.1-1_amd64.deb"]


def test_a_version_that_the_archive_dropped_gives_way_to_its_successor(
    own: OwnArchive, tmp_path: Path
) -> None:
    (name,) = fetch(tmp_path, "octo-base")
    (tmp_path / "cache/archives" / name).unlink()
    (own.folder / name).unlink()
    own.publish(Deb(name="octo-base", version="2:1.1-1"))
    assert fetch(tmp_path, "octo-base") == ["octo-base_2%3a1.1-1_amd64.deb"]


@pytest.mark.usefixtures("own")
def test_an_unknown_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackagesError, match="octo-nothing"):
        fetch(tmp_path, "octo-nothing")


def test_a_package_that_was_tampered_with_is_refused(
    own: OwnArchive, tmp_path: Path
) -> None:
    path = own.folder / "octo-base_2%3a1.0-1_amd64.deb"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(PackagesError, match="apt-get"):
        fetch(tmp_path, "octo-base")


@pytest.mark.usefixtures("own")
def test_a_broken_package_in_the_cache_is_fetched_again(tmp_path: Path) -> None:
    (name,) = fetch(tmp_path, "octo-base")
    path = tmp_path / "cache/archives" / name
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert fetch(tmp_path, "octo-base") == [name]
    assert path.read_bytes() == whole


def test_without_apt_get_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackagesError, match="no apt-get") as caught:
        fetch(tmp_path, "octo-base")
    assert "Debian" in caught.value.hint
