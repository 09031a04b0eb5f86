"""``octoscale bench`` from outside: outputs, files and exit codes."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bench.reporting.json_report import from_json
from octoscale.cli.app import main
from tests.bench.reporting.elements import read_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILES = {"report.json", "pods.csv", "report.html", "scaleup.png"}
QUICK = ("--image", "small", "--repeats", "1")


@pytest.fixture
def bench(tmp_path: Path) -> Callable[..., int]:
    """Run ``octoscale bench`` with its runs below the test's own folder."""
    return lambda *words: main(["bench", "--to", str(tmp_path), *words])


def _folder(tmp_path: Path) -> Path:
    (found,) = tmp_path.iterdir()
    return found


def test_the_table_says_simulated_first_and_the_paths_go_to_standard_error(
    bench: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench(*QUICK) == 0
    out, err = capsys.readouterr()
    first, head, row, *_ = out.splitlines()
    assert first.startswith("simulated: ")
    assert head.split()[:3] == ["image", "on", "disk"]
    assert row.split()[0] == "small"
    assert "[1/1] small, repeat 1 of 1: scale-up " in err
    assert {path.name for path in _folder(tmp_path).iterdir()} == FILES
    for name in FILES:
        assert str(_folder(tmp_path) / name) in err


def test_json_and_csv_are_what_the_files_hold(
    bench: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(*QUICK, "-o", "json", "-q") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert (_folder(tmp_path) / "report.json").read_text(encoding="utf-8") == out
    assert json.loads(out)["simulated"] is True
    assert bench(*QUICK, "-o", "csv", "-q") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 8


def test_junit_has_a_case_a_repeat_with_its_time(
    bench: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(*QUICK, "-o", "junit", "-q") == 0
    root = read_xml(capsys.readouterr().out)
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    (case,) = root.iter("testcase")
    assert float(case.get("time") or 0) > 0


def test_a_run_never_overwrites_another(
    bench: Callable[..., int], tmp_path: Path
) -> None:
    assert bench(*QUICK, "-q") == 0
    assert bench(*QUICK, "-q") == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_a_missed_goal_is_written_and_then_exits_1(
    bench: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(*QUICK, "--nodes", "6") == 1
    out, err = capsys.readouterr()
    assert "0 of 1" in out
    assert "goal missed: small, repeat 1: " in err.splitlines()[-1]
    report = from_json((_folder(tmp_path) / "report.json").read_text("utf-8"))
    assert len(report.observations) == 1


def test_settings_are_listed_with_their_sources(
    bench: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench("--settings") == 0
    out, _ = capsys.readouterr()
    assert "registry_link" in out
    assert "assumption" in out
    assert list(tmp_path.iterdir()) == []


def test_a_setting_shows_up_in_the_report_as_given(
    bench: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(*QUICK, "-q", "-o", "json", "--node-link", "50M") == 0
    report = from_json(capsys.readouterr().out)
    found = {p.name: (p.value, str(p.source)) for p in report.driver.parameters}
    assert found["node_link"] == ("50000000", "given")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        pytest.param(("--image", "huge"), 2, "no image 'huge'", id="image"),
        pytest.param(("--driver", "moon"), 2, "moon", id="driver"),
        pytest.param(("--repeats", "0"), 2, "0", id="repeats"),
        pytest.param(("--plan", "nosuch"), 2, "known plans: paper", id="known-plans"),
        pytest.param(("--plan", "nowhere.yaml"), 2, "nowhere.yaml", id="no-plan"),
        pytest.param(("--set", "nodes"), 2, "not a setting", id="no-setting"),
        pytest.param(("--set", "speed=1"), 2, "no setting", id="unknown-setting"),
        pytest.param(("--set", "nodes=8", "--nodes", "9"), 2, "twice", id="twice"),
        pytest.param(("--node-link", "fast"), 2, "not a number", id="no-number"),
        pytest.param(("--node-link", "0"), 2, "node_link", id="out-of-range"),
        pytest.param(("--compression", "2"), 2, "compression", id="ratio"),
        pytest.param(
            ("--set", "scrape.interval_seconds=1"), 2, "set by the plan", id="planned"
        ),
        pytest.param(("-o", "xml"), 2, "xml", id="format"),
    ],
)
def test_wrong_arguments_are_explained_and_nothing_is_written(
    bench: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    assert bench(*words) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_broken_plan_is_wrong_input_with_its_place(
    bench: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("plan: mine\nplan: yours\n", encoding="utf-8")
    assert bench("--plan", str(plan)) == 1
    assert f"{plan}:2:1: error YA002" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    assert main(["bench", *QUICK, "--to", str(blocker / "runs")]) == 2
    assert "Traceback" not in capsys.readouterr().err


@contextmanager
def _started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Start ``octoscale bench`` as a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "octoscale.cli.main", "bench", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def _ended(
    process: subprocess.Popen[str], mark: str, number: signal.Signals
) -> tuple[str, str]:
    """Send a signal when *mark* is said; give what was said until the end."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if mark in line:
            process.send_signal(number)
            break
    out, rest = process.communicate(timeout=120)
    return out, said + rest


SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@SIGNALS
def test_an_interrupted_run_writes_what_it_measured_and_exits_130(
    tmp_path: Path, number: signal.Signals
) -> None:
    words = ("--image", "small", "--repeats", "1000", "--to", str(tmp_path))
    with _started(*words) as process:
        _, err = _ended(process, "[1/1000] small", number)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert {path.name for path in _folder(tmp_path).iterdir()} == FILES
    report = from_json((_folder(tmp_path) / "report.json").read_text("utf-8"))
    assert report.stop is not None
    assert str(report.stop.kind) == "interrupted"
    assert 1 <= len(report.observations) < 1000


@SIGNALS
def test_a_run_interrupted_while_drawing_keeps_what_it_measured(
    tmp_path: Path, number: signal.Signals
) -> None:
    with _started(*QUICK, "--to", str(tmp_path)) as process:
        out, err = _ended(process, "writing the report", number)
    assert process.returncode == 130
    assert out.startswith("simulated: ")
    assert "has no report.html and scaleup.png" in err
    assert "Traceback" not in err
    names = {path.name for path in _folder(tmp_path).iterdir()}
    assert names == {"report.json", "pods.csv"}
    report = from_json((_folder(tmp_path) / "report.json").read_text("utf-8"))
    assert len(report.observations) == 1
    assert report.stop is None


def test_two_runs_at_once_get_a_directory_each(tmp_path: Path) -> None:
    words = (*QUICK, "--to", str(tmp_path))
    with _started(*words) as first, _started(*words) as second:
        for process in (first, second):
            process.communicate(timeout=120)
            assert process.returncode == 0
    folders = list(tmp_path.iterdir())
    assert len(folders) == 2
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == FILES
        from_json((folder / "report.json").read_text("utf-8"))


def test_the_help_shows_examples(
    bench: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench("--help") == 0
    _, _, examples = capsys.readouterr().out.partition("Examples:")
    assert "octoscale bench --image big" in examples


def test_progress_is_one_line_a_repeat_where_nobody_watches(
    bench: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench("--image", "small", "--repeats", "3") == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line[:5] for line in lines[:3]] == ["[1/3]", "[2/3]", "[3/3]"]
    assert not any("\x1b" in line for line in lines)
