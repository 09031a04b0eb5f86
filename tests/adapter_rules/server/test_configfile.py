"""A file that people and ConfigMaps change: a text counts once it has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.server.configfile import ConfigFile
from octoscale.core.errors import FileAccessError

if TYPE_CHECKING:
    from pathlib import Path


def followed(path: Path, text: str = "a") -> ConfigFile:
    path.write_text(text)
    file = ConfigFile(str(path))
    assert file.first() == text
    return file


def test_a_text_counts_when_two_looks_saw_it(tmp_path: Path) -> None:
    path = tmp_path / "c"
    file = followed(path)
    assert file.look() is None
    path.write_text("b")
    assert file.look() is None
    assert file.look() == "b"
    assert file.look() is None
    assert file.text == "b"


def test_a_text_that_goes_on_changing_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "c"
    file = followed(path)
    for text in ("b", "bc", "bcd"):
        path.write_text(text)
        assert file.look() is None
    path.write_text("a")
    assert file.look() is None
    path.write_text("bcd")
    assert file.look() is None


def test_a_swapped_link_is_followed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "c").write_text(name)
    link = tmp_path / "data"
    link.symlink_to("one")
    file = ConfigFile(str(link / "c"))
    assert file.first() == "one"
    new = tmp_path / "new"
    new.symlink_to("two")
    new.rename(link)
    assert [file.look(), file.look()] == [None, "two"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_what_cannot_be_read_is_an_error_and_forgets_the_first_look(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "c"
    file = followed(path)
    path.write_text("b")
    assert file.look() is None
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileAccessError):
        file.look()
    path.write_text("b")
    assert [file.look(), file.look()] == [None, "b"]
