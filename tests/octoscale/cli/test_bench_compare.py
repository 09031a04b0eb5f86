"""``octoscale bench compare`` from outside: rows, notes and exit codes."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from bench.load.reporting import json_report as load_json
from bench.reporting.json_report import to_json
from octoscale.cli.app import main
from tests.bench.fakes import observation, report
from tests.bench.load.fakes import hey_report, load_report

if TYPE_CHECKING:
    from pathlib import Path


def scale_up(folder: Path, name: str, *pulls: float) -> str:
    """Write a run of scale-ups; give its directory."""
    made = report(*(observation(repeat=n, pull=p) for n, p in enumerate(pulls, 1)))
    (folder / name).mkdir()
    (folder / name / "report.json").write_text(to_json(made), encoding="utf-8")
    return str(folder / name)


def load_test(folder: Path, name: str, rate: float) -> str:
    """Write a load test at about *rate*; give its report's path."""
    made = load_report(make=lambda work: hey_report(rate + work.repeat))
    path = folder / f"{name}.json"
    path.write_text(load_json.to_json(made), encoding="utf-8")
    return str(path)


def test_worse_beyond_the_threshold_exits_1_and_says_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = scale_up(tmp_path, "old", 10, 11)
    new = scale_up(tmp_path, "new", 20, 21)
    assert main(["bench", "compare", old, new]) == 1
    shown = capsys.readouterr()
    head, first, *_ = shown.out.splitlines()
    assert head.split()[:4] == ["of", "figure", "before", "after"]
    assert first.split()[:6] == ["small", "scale-up", "30.0", "s", "40.0", "s"]
    assert "+33.3 %" in first
    assert "worse" in first
    assert shown.err == (
        "octoscale: worse beyond 10 %: small: scale-up +33.3%\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("--threshold", "40%"), 0, id="within a share"),
        pytest.param(("--threshold", "9.9s"), 1, id="beyond an amount"),
        pytest.param(("--threshold", "10.1"), 0, id="within an amount"),
        pytest.param(("--threshold", "much"), 2, id="no threshold"),
    ],
)
def test_the_threshold_decides(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    old = scale_up(tmp_path, "old", 10, 11)
    new = scale_up(tmp_path, "new", 20, 21)
    assert main(["bench", "compare", old, new, *words]) == code


def test_better_is_fine(tmp_path: Path) -> None:
    old = scale_up(tmp_path, "old", 20, 21)
    new = scale_up(tmp_path, "new", 10, 11)
    assert main(["bench", "compare", old, new]) == 0


def test_proved_asks_the_interval(tmp_path: Path) -> None:
    old = scale_up(tmp_path, "old", 5, 25)
    new = scale_up(tmp_path, "new", 20, 22)
    assert main(["bench", "compare", old, new]) == 1
    assert main(["bench", "compare", old, new, "--proved"]) == 0


def test_json_holds_every_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = scale_up(tmp_path, "old", 10, 11)
    new = scale_up(tmp_path, "new", 10, 11)
    assert main(["bench", "compare", old, new, "-o", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    figures = [d for d in data["differences"] if d["of"] == "small"]
    assert figures[0]["difference"] == 0
    assert {d["figure"] for d in figures} > {"scale-up", "pulling the image"}


def test_everything_shows_the_phases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = scale_up(tmp_path, "old", 10, 11)
    assert main(["bench", "compare", old, old, "--everything"]) == 0
    assert "pulling the image" in capsys.readouterr().out


def test_less_goodput_of_a_load_test_is_worse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = load_test(tmp_path, "old", 1000), load_test(tmp_path, "new", 800)
    assert main(["bench", "compare", old, new]) == 1
    assert "goodput -20.0%" in capsys.readouterr().err
    assert main(["bench", "compare", new, old]) == 0


def test_standard_input_can_be_one_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = scale_up(tmp_path, "old", 10, 11)
    text = (tmp_path / "old" / "report.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["bench", "compare", old, "-"]) == 0
    assert main(["bench", "compare", "-", "-"]) == 2
