"""``octoscale tune``, as people call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from octoscale.core import yamlio
from simulator import scenario
from tests.simulator.test_tune import scenario as tunable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "scenario.yaml"
    path.write_text(scenario.dump(tunable()))
    return str(path)


def run(*words: str) -> int:
    return main(["tune", *words])


def test_the_recommendation_stands_beside_today_and_a_fixed_size(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = tmp_path / "front.svg"
    assert run(file, "--count", "40", "--seeds", "2", "--plot", str(plot)) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Simulated: ")
    for name in ("today", "fixed at", "recommended", "event engine"):
        assert name in printed
    assert "Simulated" in plot.read_text()


def test_json_and_patch_say_simulated(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "--count", "20", "--seeds", "1", "-o", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["simulated"] is True
    assert run(file, "--count", "20", "--seeds", "1", "-o", "patch") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# Simulated")
    assert yamlio.load(printed).value == found["patch"]


def test_what_is_kept_is_not_named_beside_the_patch(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [file, "--count", "60", "--seeds", "1", "-o", "json"]
    kept = [f"--keep={part}" for part in ("window", "tolerance", "scrape", "sync")]
    assert run(*words, *kept) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["beside"] == []
    assert found["cost_against_today"]["mean"] <= 0


def test_figures_and_a_calibration_are_put_in(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [file, "--count", "5", "--seeds", "1", "-o", "json"]
    measured = tmp_path / "calibration.yaml"
    measured.write_text("parameters:\n  service.capacity: {value: 1000000}\n")
    assert run(*words, "--calibration", str(measured)) == 0
    assert json.loads(capsys.readouterr().out)["fixed"]["replicas"] == 1
    assert run(*words, "--set", "service.capacity=1") == 1
    assert "one a node" in capsys.readouterr().err


def test_sizes_need_no_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = tmp_path / "use.csv"
    usage.write_text("cpu,memory\n0.2,104857600\n")
    words = ("--size", "--load", "2000", "--capacity", "500", "--usage", str(usage))
    assert run(*words) == 0
    printed = capsys.readouterr().out
    assert "replicas: 4" in printed
    assert "memory: 100Mi" in printed


def test_missing_arguments_are_a_usage_error() -> None:
    assert run() == 2
    assert run("--size", "--load", "5") == 2


def test_what_cannot_be_tuned_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulator import presets

    path = tmp_path / "paper.yaml"
    path.write_text(scenario.dump(presets.paper()))
    assert run(str(path)) == 1
    assert "does not cover" in capsys.readouterr().err
