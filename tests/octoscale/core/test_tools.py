"""Programs are found where ``make tools`` and users put them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.core.tools import find_program

if TYPE_CHECKING:
    from pathlib import Path


def program(path: Path, mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize("folder", ["usr/bin", "usr/sbin", "usr/local/bin", "."])
def test_a_named_tree_comes_first(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = program(tmp_path / "tree" / folder / "tool")
    program(tmp_path / "path" / "tool")
    monkeypatch.setenv("OCTOSCALE_TOOLS", str(tmp_path / "tree"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_program("tool") == made


def test_the_path_is_the_last_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = program(tmp_path / "tool" / "octoscale-test-tool")
    monkeypatch.setenv("PATH", str(made.parent))
    assert find_program("octoscale-test-tool") == made


def test_what_cannot_be_run_is_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "usr" / "bin" / "octoscale-test-tool", mode=0o644)
    monkeypatch.setenv("OCTOSCALE_TOOLS", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    assert find_program("octoscale-test-tool") is None
