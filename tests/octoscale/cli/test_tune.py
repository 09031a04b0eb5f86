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
    assert printed.startswith("# Computed, neither simulated nor measured")
    assert yamlio.load(printed).value["replicas"] == 4
    assert "memory: 100Mi" in printed


def test_sizes_are_plain_data_for_programs_and_no_patch(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("--size", "--load", "2000", "--capacity", "500", "-o")
    assert run(*words, "json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "computed_from": {"load": 2000.0, "capacity": 500.0, "headroom": 0.0},
        "replicas": 4,
    }
    assert run(*words, "patch") == 2


def test_a_refused_use_leaves_no_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = tmp_path / "use.csv"
    usage.write_text("time\n1\n")
    words = ("--size", "--load", "2000", "--capacity", "500", "--usage", str(usage))
    assert run(*words) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "SI006" in printed.err


@pytest.mark.parametrize("load", ["nan", "inf", "-1"])
def test_a_load_that_is_no_load_is_a_usage_error(load: str) -> None:
    assert run("--size", "--load", load, "--capacity", "5") == 2


@pytest.mark.parametrize(
    "words",
    [("--count", "0"), ("--seeds", "0"), ("--seeds", "-1"), ("--allow-breach", "nan")],
)
def test_ranges_are_checked_before_the_scenario(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("no-such-scenario.yaml", *words) == 2
    assert f"Invalid value for {words[0]}" in capsys.readouterr().err.replace("'", "")


def test_missing_arguments_are_a_usage_error() -> None:
    assert run() == 2
    assert run("--size", "--load", "5") == 2


def test_what_cannot_be_tuned_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulator import presets

    path = tmp_path / "paper.yaml"
    path.write_text(scenario.dump(presets.paper()))
    assert run(str(path)) == 1
    line = _line(path.read_text(), "  manifest:")
    told = capsys.readouterr().err
    assert f"{path}:{line}:3: error SI002: the array engine does not cover" in told


def test_a_load_model_that_cannot_be_tuned_has_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "requests.yaml"
    path.write_text(
        scenario.dump(tunable()).replace("load_model: fluid", "load_model: requests")
    )
    assert run(str(path)) == 1
    line = _line(path.read_text(), "load_model:")
    assert f"{path}:{line}:1: error SI002: " in capsys.readouterr().err


def _line(text: str, start: str) -> int:
    """Give the number of the first line that begins with *start*."""
    lines = enumerate(text.splitlines(), start=1)
    return next(number for number, line in lines if line.startswith(start))
