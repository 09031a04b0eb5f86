"""``octoscale bench calibrate`` from outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.load.reporting import json_report as load_json
from bench.reporting.json_report import to_json
from octoscale.cli.app import main
from octoscale.core import yamlio
from tests.bench.calibration.reports import simulated_report
from tests.bench.load.fakes import load_report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def saved(tmp_path: Path) -> str:
    """Write a small run; give its directory."""
    folder = tmp_path / "run"
    folder.mkdir()
    text = to_json(simulated_report(2, ("small",)))
    (folder / "report.json").write_text(text, encoding="utf-8")
    return str(folder)


def test_the_file_is_printed_and_the_simulator_takes_it(
    saved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "calibrate", saved, "--seeds", "1"]) == 0
    shown = capsys.readouterr()
    assert "simulating small" in shown.err
    file = tmp_path / "calibration.yaml"
    file.write_text(shown.out, encoding="utf-8")
    words = ["simulate", "--preset", "paper", "--calibration", str(file), "-o", "json"]
    assert main(words) == 0


def test_json_and_table_hold_the_same_figures(
    saved: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "calibrate", saved, "--seeds", "1", "-q"]
    assert main([*words, "-o", "json"]) == 0
    names = set(json.loads(capsys.readouterr().out)["parameters"])
    assert main([*words, "-o", "table"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith("simulated: ")
    assert {n for n in names if n in shown.out} == names


def test_a_directory_of_its_own_holds_file_report_and_picture(
    saved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "calibrate", saved, "--seeds", "1", "--to", str(tmp_path / "c")]
    assert main(words) == 0
    printed = capsys.readouterr().out
    (folder,) = (tmp_path / "c").iterdir()
    assert folder.name == "2026-01-05-calibration-paper"
    assert {path.name for path in folder.iterdir()} == {
        "calibration.yaml", "report.html", "calibration.png"
    }  # fmt: skip
    written = (folder / "calibration.yaml").read_text(encoding="utf-8")
    assert written == printed
    assert yamlio.load(written).value["calibration"] == "v1"


def test_a_load_test_s_report_and_an_unknown_image_are_refused(
    saved: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "load.json"
    file.write_text(load_json.to_json(load_report()), encoding="utf-8")
    assert main(["bench", "calibrate", str(file)]) == 1
    assert "BR004" in capsys.readouterr().err
    assert main(["bench", "calibrate", saved, "--image", "huge"]) == 2
