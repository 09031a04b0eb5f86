"""``octoscale demo``, as people call it and as they end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from octoscale.cli.app import main
from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SMALL = (
    *("--replicas=2", "--connections=60", "--target=40"),
    *("--load-for=1s", "--sync-period=1s", "--scrape-interval=1s"),
)

COMMAND = (sys.executable, "-m", "octoscale.cli.main", "demo", *SMALL)


@pytest.fixture(autouse=True)
def prometheus() -> None:
    if find_tool("prometheus") is None:
        pytest.skip("no prometheus (make tools)")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [*COMMAND, "--record", str(tmp_path / "run")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        yield process
        process.kill()


@pytest.mark.parametrize(
    ("number", "stage"),
    [
        (signal.SIGINT, "starting"),
        pytest.param(signal.SIGTERM, "settling", marks=pytest.mark.soak),
        pytest.param(signal.SIGINT, "under load", marks=pytest.mark.soak),
        pytest.param(signal.SIGHUP, "load is gone", marks=pytest.mark.soak),
    ],
)
def test_a_signal_in_any_phase_leaves_nothing_behind(
    number: signal.Signals,
    stage: str,
    demo: subprocess.Popen[str],
    tmp_path: Path,
) -> None:
    assert demo.stderr is not None
    for line in demo.stderr:
        if stage in line:
            break
    started = psutil.Process(demo.pid).children(recursive=True)
    assert started
    demo.send_signal(number)
    out, err = demo.communicate(timeout=60)
    assert demo.returncode == 130, err
    assert "stand in for pods" in out
    assert not [one for one in started if one.is_running()]
    assert list((tmp_path / "temporary").iterdir()) == []
    assert json.loads((tmp_path / "run" / "demo.json").read_text())["interrupted"]


@pytest.mark.soak
@pytest.mark.long
def test_a_recorded_demo_writes_its_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    assert main(["demo", *SMALL, "--record", str(folder), "-o", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["trail"] == [1, 2, 1]
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["demo.html", "demo.json", "scenario.yaml"]
