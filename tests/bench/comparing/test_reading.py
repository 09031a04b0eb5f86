"""A side of a comparison is a run's directory, its report.json, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.comparing.reading import read_report, scale_ups
from bench.load.reporting import json_report as load_json
from bench.reporting.json_report import to_json
from octoscale.core.errors import FileAccessError, InputError
from tests.bench.fakes import observation, report
from tests.bench.load.fakes import load_report

if TYPE_CHECKING:
    from pathlib import Path


def test_a_directory_and_its_report_are_the_same(tmp_path: Path) -> None:
    made = report(observation())
    file = tmp_path / "report.json"
    file.write_text(to_json(made), encoding="utf-8")
    assert read_report(str(tmp_path)) == read_report(str(file)) == made
    assert scale_ups(str(file)) == made


def test_a_load_test_s_report_is_told_apart(tmp_path: Path) -> None:
    made = load_report()
    file = tmp_path / "report.json"
    file.write_text(load_json.to_json(made), encoding="utf-8")
    assert read_report(str(tmp_path)) == made
    with pytest.raises(InputError, match="BR004"):
        scale_ups(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "BR001", id="empty"),
        pytest.param("[1]", "BR001", id="a list"),
        pytest.param('{"a": 1}', "BR001", id="another file"),
        pytest.param('{"format": 99, "report": {}}', "BR002", id="another format"),
        pytest.param('{"kind": "load", "format": 99}', "BR002", id="load, as well"),
        pytest.param('{"kind": "load", "format": 1, "report": {}}', "BR003", id="load"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=code):
        read_report(str(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="none"):
        read_report(str(tmp_path / "none"))
    with pytest.raises(FileAccessError, match=r"report\.json"):
        read_report(str(tmp_path))
