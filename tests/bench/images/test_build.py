"""Tests of building, without packages: what is refused, and where things go."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.images import build
from bench.images.build import default_cache
from octoscale.core.errors import (
    EnvironmentMissingError,
    FileAccessError,
    UsageError,
)


def attempt(word: str, folder: Path, *, compression: str = "gzip") -> None:
    build(
        word,
        to=folder / "image",
        cache=folder / "cache",
        compression=compression,
        progress=lambda _: None,
    )


def test_the_cache_is_in_the_users_cache_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert default_cache() == Path("/somewhere/octoscale/images")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_cache() == Path.home() / ".cache/octoscale/images"


@pytest.mark.parametrize(("word", "compression"), [("huge", "gzip"), ("small", "lzma")])
def test_nonsense_is_refused_before_anything_is_written(
    word: str, compression: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError):
        attempt(word, tmp_path, compression=compression)
    assert list(tmp_path.iterdir()) == []


def test_without_packages_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(EnvironmentMissingError, match="no apt-get"):
        attempt("small", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_place_that_is_taken_is_told_before_packages_are_fetched(
    tmp_path: Path,
) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "image" / "mine").write_text("")
    with pytest.raises(FileAccessError, match="not overwritten"):
        attempt("small", tmp_path)
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(FileAccessError, match="cache"):
        attempt("small", tmp_path)
