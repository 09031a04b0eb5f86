"""Files are written whole or not at all, and never over somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.core.errors import FileAccessError
from octoscale.core.files import create_new, new_directory, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a" / "f.txt"
    write_atomic(path, "one")
    path.chmod(0o640)
    write_atomic(path, "two")
    assert path.read_text() == "two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in path.parent.iterdir()] == ["f.txt"]


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "full").touch()
    with pytest.raises(FileAccessError, match="cannot write"):
        write_atomic(target, "x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder"]


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(FileAccessError, match="cannot write"):
        write_atomic(tmp_path / "f" / "g", "x")


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "f"
    create_new(path, b"mine")
    with pytest.raises(FileAccessError, match="exists already"):
        create_new(path, "yours")
    assert path.read_text() == "mine"


def test_a_link_to_nowhere_is_not_written_through(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileAccessError):
        create_new(link, "x")
    assert not (tmp_path / "elsewhere").exists()


def test_every_directory_is_new(tmp_path: Path) -> None:
    names = [new_directory(tmp_path / "runs", "run").name for _ in range(3)]
    assert names == ["run", "run-2", "run-3"]


def test_a_parent_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(FileAccessError):
        new_directory(tmp_path / "f", "run")
