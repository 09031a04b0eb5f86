"""``octoscale simulate``, as people call it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from octoscale.core import yamlio
from simulator import presets, scenario

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    short = presets.paper().model_copy(update={"duration_seconds": 300.0})
    path.write_text(scenario.dump(short))
    return path


def run(*words: object) -> int:
    return main(["simulate", *map(str, words)])


def test_a_scenario_gives_a_summary_that_says_simulated(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Simulated: paper-small, seed 0, load model fluid")
    assert "replicas 1 → 4 → 8" in printed
    assert "pod-hours" in printed


def test_the_same_seed_gives_the_same_bytes_in_every_format(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = []
    for number in range(2):
        page, plot = tmp_path / f"{number}.html", tmp_path / f"{number}.svg"
        assert run(file, "-o", "json", "--html", page, "--plot", plot) == 0
        printed = capsys.readouterr().out
        outputs.append((printed, page.read_bytes(), plot.read_bytes()))
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0][0])["simulated"] is True
    assert b"Simulated" in outputs[0][1]
    assert b"Simulated" in outputs[0][2]
    assert b"<script" not in outputs[0][1]


def test_csv_has_one_row_for_each_sync(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "-o", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 20
    assert {row["simulated"] for row in rows} == {"fluid"}
    assert rows[-1]["desired"] == "8"


def test_two_hpas_are_compared_on_one_load(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(yamlio.dump(presets.authors_manifest({})))
    assert run(file, "--compare", other) == 0
    printed = capsys.readouterr().out
    assert "this: replicas 1 → 4 → 8" in printed
    assert "other.yaml: replicas 1 → 5 → 8" in printed


def test_a_wrong_hpa_to_compare_has_its_place(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.yaml"
    manifest = presets.authors_manifest()
    manifest["spec"]["maxReplicas"] = 0
    other.write_text(yamlio.dump(manifest))
    assert run(file, "--compare", other) == 1
    assert f"{other}:" in capsys.readouterr().err


def test_drills_are_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--drills") == 0
    printed = capsys.readouterr().out
    assert "metric_nan" in printed
    assert printed.startswith("Simulated")


def test_a_figure_may_be_set_and_a_scenario_written(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "full.yaml"
    pair = "scrape.interval_seconds=30"
    assert run(file, "--set", pair, "--write", written) == 0
    read = scenario.load(written.read_text())
    assert read.scrape.interval_seconds.value == 30
    assert run(file, "--write", written) == 2
    assert "exists already" in capsys.readouterr().err


def test_neither_or_both_sources_are_a_usage_error(file: Path) -> None:
    assert run() == 2
    assert run(file, "--preset", "paper") == 2


def test_a_calibration_is_taken(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "calibration.yaml"
    figures.write_text("parameters: {start.program_seconds: {value: 9.5}}\n")
    assert run(file, "--calibration", figures, "-o", "json") == 0
    trace = json.loads(capsys.readouterr().out)["runs"]["this"]["trace"]
    assert trace["parameters"]["start.program_seconds"]["value"] == 9.5
