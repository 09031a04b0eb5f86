"""A load test's directory: hey's own output at once, the report in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.hey.process import HeyOutput
from bench.hey.text import parse_text
from bench.load.reporting.directory import Raw, write_facts, write_pictures
from octoscale.core.errors import FileAccessError
from tests.bench.hey.printing import printed
from tests.bench.load.fakes import hey_report, load_report

if TYPE_CHECKING:
    from pathlib import Path


def test_every_file_is_written_once(tmp_path: Path) -> None:
    made = load_report()
    names = [path.name for path in write_facts(made, tmp_path)]
    names += [path.name for path in write_pictures(made, tmp_path)]
    assert names == ["report.json", "runs.csv", "report.html", "load.png"]
    with pytest.raises(FileAccessError, match="not overwritten"):
        write_facts(made, tmp_path)


def test_what_hey_printed_is_kept_as_it_came(tmp_path: Path) -> None:
    raw = Raw(tmp_path)
    run = load_report().runs[0]
    text = printed(hey_report())
    raw.keep(run, HeyOutput(text=text, complaint="", code=0, cut_short=False))
    raw.keep(run, None)
    raw.keep(run, HeyOutput(text="", complaint="boom", code=2, cut_short=False))
    first, third = sorted((tmp_path / "hey").iterdir())
    assert parse_text(first.read_text(encoding="utf-8")) == hey_report()
    assert third.name.startswith("00003")
    assert "boom" in third.read_text(encoding="utf-8")
