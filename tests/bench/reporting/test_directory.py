"""A run's directory is its own, and its files are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.reporting.directory import (
    FACTS,
    PICTURES,
    missing,
    reserved,
    write_facts,
    write_pictures,
)
from bench.reporting.json_report import from_json
from octoscale.core.errors import FileAccessError
from tests.bench.fakes import observation, report

if TYPE_CHECKING:
    from pathlib import Path

REPORT = report(observation())
DAY = "2020-01-02T03:04:05+00:00"
NAMES = [name for name, _ in (*FACTS, *PICTURES)]


def test_all_files_are_written_into_a_new_directory(tmp_path: Path) -> None:
    with reserved(tmp_path / "runs", plan="paper", started=DAY) as folder:
        written = [*write_facts(REPORT, folder), *write_pictures(REPORT, folder)]
    assert folder == tmp_path / "runs" / "2020-01-02-paper"
    assert [path.name for path in written] == NAMES
    assert {path.name for path in folder.iterdir()} == set(NAMES)
    assert from_json((folder / "report.json").read_text(encoding="utf-8")) == REPORT


def test_a_second_run_gets_a_directory_of_its_own(tmp_path: Path) -> None:
    with (
        reserved(tmp_path, plan="paper", started=DAY) as first,
        reserved(tmp_path, plan="paper", started=DAY) as second,
    ):
        assert first.name == "2020-01-02-paper"
        assert second.name == "2020-01-02-paper-2"


def test_a_directory_that_stayed_empty_is_removed(tmp_path: Path) -> None:
    with reserved(tmp_path, plan="paper", started=DAY):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_stays(tmp_path: Path) -> None:
    with reserved(tmp_path, plan="paper", started=DAY) as folder:
        (folder / "report.json").write_text("{}", encoding="utf-8")
    assert (folder / "report.json").exists()


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "report.json"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(FileAccessError, match="exists already"):
        write_facts(REPORT, tmp_path)
    assert mine.read_text(encoding="utf-8") == "mine"


def test_what_was_measured_is_written_before_anything_is_drawn(tmp_path: Path) -> None:
    said: list[str] = []
    write_facts(REPORT, tmp_path)
    assert missing(tmp_path) == ("report.html", "scaleup.png")
    drawing = write_pictures(REPORT, tmp_path, say=said.append)
    assert said == []
    assert next(drawing).name == "report.html"
    assert said[0] == "the scale-up times"
    assert missing(tmp_path) == ("scaleup.png",)


def test_an_interrupted_drawing_leaves_no_part_of_a_file(tmp_path: Path) -> None:
    def interrupt(what: str) -> None:
        if "small" in what:
            raise KeyboardInterrupt

    write_facts(REPORT, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        list(write_pictures(REPORT, tmp_path, say=interrupt))
    assert {path.name for path in tmp_path.iterdir()} == {"report.json", "pods.csv"}


def test_a_file_in_the_way_is_an_error_before_anything_is_measured(
    tmp_path: Path,
) -> None:
    blocker = tmp_path / "runs"
    blocker.write_text("mine", encoding="utf-8")
    with (
        pytest.raises(FileAccessError),
        reserved(blocker, plan="paper", started=DAY),
    ):
        pytest.fail("nothing may be measured")
