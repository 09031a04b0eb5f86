"""``octoscale bench load`` from outside, with the real hey and a service of ours."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from octoscale.core.tools import find_program
from tests.bench.load.fakes import PLAN
from tests.bench.load.service import serving
from tests.bench.reporting.elements import read_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILES = {"report.json", "runs.csv", "report.html", "load.png", "hey"}
QUICK = PLAN.replace("requests: 100", "requests: 25").replace(
    "repeats: 2", "repeats: 1"
)


@pytest.fixture(scope="module")
def text() -> Iterator[str]:
    """Give a plan whose addresses serve; skip without hey."""
    if find_program("hey") is None:
        pytest.skip("hey is missing (make tools)")
    with serving() as one, serving() as two:
        yield QUICK.replace("http://127.0.0.1:8001", one).replace(
            "http://127.0.0.1:8002", two
        )


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., int]:
    """Run ``octoscale bench load`` on a plan's text."""

    def run(text: str, *words: str) -> int:
        file = tmp_path / "plan.yaml"
        file.write_text(text)
        runs = str(tmp_path / "runs")
        return main(["bench", "load", str(file), "--to", runs, *words])

    return run


def folder(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "runs").iterdir()
    return found


def test_the_table_says_measured_first_and_files_are_written(
    load: Callable[..., int],
    text: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert load(text) == 0
    out, err = capsys.readouterr()
    first, head, row, *_ = out.splitlines()
    assert first == "measured with hey, on this machine"
    assert head.split()[:3] == ["setup", "replicas", "service"]
    assert row.split()[:2] == ["k8s", "1"]
    assert "note: k8s with 1, root, n=25 c=10: hey sends 20 of 25 requests" in out
    assert "[2/2] k8s with 2, root, n=25 c=10, repeat 1: 20 of 20 served" in err
    assert {path.name for path in folder(tmp_path).iterdir()} == FILES
    assert len(list((folder(tmp_path) / "hey").iterdir())) == 2


def test_other_outputs_hold_the_same_runs(
    load: Callable[..., int], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(text, "-o", "json", "-q") == 0
    data = json.loads(capsys.readouterr().out)
    assert [run["planned"] for run in data["report"]["runs"]] == [20, 20]
    assert load(text, "-o", "csv", "-q") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["served"] for row in rows] == ["20", "20"]
    assert load(text, "-o", "junit", "-q") == 0
    assert read_xml(capsys.readouterr().out).get("tests") == "2"


def test_a_dry_run_sends_nothing_and_writes_nothing(
    load: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(QUICK, "--dry-run", "--repeats", "3") == 0
    shown = capsys.readouterr().out
    assert "hey -c 10 -n 25 " in shown
    assert "2 cells, 3 runs each: 6 runs" in shown
    assert not (tmp_path / "runs").exists()


def test_a_missed_goal_exits_1(
    load: Callable[..., int], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(text, "--goodput", "1e9") == 1
    assert "none of 1, 2 replicas meets the goal" in capsys.readouterr().err


def test_failures_are_not_goodput(
    load: Callable[..., int], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(text, "--service", "broken=/broken", "-o", "csv", "-q") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["goodput_per_second"] for row in rows] == ["0.0000", "0.0000"]
    assert [row["statuses"] for row in rows] == ["500:20", "500:20"]
    rates = [float(r["hey_requests_per_second_counting_failures"]) for r in rows]
    assert min(rates) > 0


def test_nobody_on_the_port_exits_3_and_leaves_nothing(
    load: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://127.0.0.1:1"
    nobody = QUICK.replace("http://127.0.0.1:8001", url)
    assert load(nobody) == 3
    assert "nobody listens at 127.0.0.1:1" in capsys.readouterr().err
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_preset_without_addresses_says_how_to_give_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "load", "fig11"]) == 2
    shown = capsys.readouterr().err
    assert "plan fig11 names no address" in shown
    assert "--url 'VM'=http://" in shown


def test_a_preset_runs_where_it_is_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if find_program("hey") is None:
        pytest.skip("hey is missing (make tools)")
    with serving() as url:
        words = ["bench", "load", "fig10", "--url", f"new k8s/8={url}"]
        words += ["--repeats", "1", "--to", str(tmp_path)]
        assert main([*words, "--service", "root=/"]) == 0
    shown = capsys.readouterr().out
    assert "new k8s  8" in shown
    assert "VM production: not run, it has no address" in shown


def test_what_is_scaled_needs_a_cluster(
    load: Callable[..., int], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scaled = text.replace("name: k8s", "name: k8s\n    scale: {namespace: a, name: b}")
    assert load(scaled, "--kubeconfig", "/none", "--context", "x") == 2
    assert "/none" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_what_was_measured(
    text: str, tmp_path: Path, number: signal.Signals
) -> None:
    plan = tmp_path / "plan.yaml"
    lasting = text.replace("requests: 25", "duration: 20s")
    plan.write_text(
        lasting.replace("shapes:\n", "shapes:\n  - {requests: 9, workers: 3}\n")
    )
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "octoscale.cli.main", "bench", "load"),
            *(str(plan), "--to", str(tmp_path / "runs")),
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("[1/4]")
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "octoscale: interrupted" in err
    assert "note: interrupted by a signal" in out
    data = json.loads((folder(tmp_path) / "report.json").read_text())
    assert len(data["report"]["runs"]) == 1
