"""A run's directory is its own, and its files are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.reporting.directory import FILES, write
from bench.reporting.json_report import from_json
from octoscale.core.errors import FileAccessError
from tests.bench.fakes import observation, report

if TYPE_CHECKING:
    from pathlib import Path

REPORT = report(observation())


def test_all_files_are_written_into_a_new_directory(tmp_path: Path) -> None:
    written = write(REPORT, tmp_path / "runs")
    folder = tmp_path / "runs" / "2020-01-02-paper"
    assert [path.name for path in written] == [name for name, _ in FILES]
    assert {path.name for path in folder.iterdir()} == {name for name, _ in FILES}
    assert from_json((folder / "report.json").read_text(encoding="utf-8")) == REPORT


def test_a_second_run_gets_a_directory_of_its_own(tmp_path: Path) -> None:
    first = write(REPORT, tmp_path)
    before = first[0].read_bytes()
    second = write(REPORT, tmp_path)
    assert second[0].parent.name == "2020-01-02-paper-2"
    assert first[0].read_bytes() == before


def test_a_file_in_the_way_is_an_error_and_stays(tmp_path: Path) -> None:
    blocker = tmp_path / "runs"
    blocker.write_text("mine", encoding="utf-8")
    with pytest.raises(FileAccessError):
        write(REPORT, blocker)
    assert blocker.read_text(encoding="utf-8") == "mine"
