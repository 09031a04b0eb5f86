"""The real hey, and programs that behave worse than it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bench.hey.command import HeyCommand
from bench.hey.process import HeyProcess, find_hey
from bench.hey.text import parse_text
from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.tools import find_program
from tests.bench.load.service import serving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def hey() -> HeyProcess:
    if find_program("hey") is None:
        pytest.skip("hey is missing (make tools)")
    return HeyProcess(find_hey())


def script(tmp_path: Path, body: str) -> HeyProcess:
    program = tmp_path / "hey"
    program.write_text(f"#!{sys.executable}\n{body}\n")
    program.chmod(0o755)
    return HeyProcess(program)


def test_what_hey_prints_is_read(hey: HeyProcess) -> None:
    with serving() as url:
        order = HeyCommand(url=f"{url}/", workers=3, requests=10)
        output = hey.run(order, limit_seconds=30)
    report = parse_text(output.text)
    assert (output.code, output.cut_short) == (0, False)
    assert report.statuses == {200: 9}
    assert order.sent == report.requests


def test_a_rate_is_kept_over_all_workers(hey: HeyProcess) -> None:
    with serving() as url:
        order = HeyCommand(
            url=f"{url}/", workers=4, duration_seconds=1.0, rate_per_second=50
        )
        output = hey.run(order, limit_seconds=30)
    report = parse_text(output.text)
    assert 0 < report.requests <= 50 + 4


def test_a_redirect_leads_nowhere(hey: HeyProcess) -> None:
    with serving() as url:
        order = HeyCommand(url=f"{url}/elsewhere", workers=1, requests=2)
        report = parse_text(hey.run(order, limit_seconds=30).text)
    assert report.statuses == {302: 2}
    assert report.errors == {}


def test_a_run_that_takes_too_long_is_stopped_and_its_figures_are_kept(
    hey: HeyProcess,
) -> None:
    with serving() as url:
        order = HeyCommand(
            url=f"{url}/", workers=1, duration_seconds=60.0, rate_per_second=20
        )
        output = hey.run(order, limit_seconds=0.5)
    assert output.cut_short
    assert parse_text(output.text).requests > 0


def test_a_refused_connection_is_no_goodput(hey: HeyProcess) -> None:
    order = HeyCommand(url="http://127.0.0.1:1/", workers=2, requests=4)
    report = parse_text(hey.run(order, limit_seconds=30).text)
    assert (report.responses, report.failures) == (0, 4)
    assert report.goodput([200]) == 0


def test_hey_gets_none_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTED_SECRET", "s3cret")
    program = script(tmp_path, "import os; print(sorted(os.environ))")
    order = HeyCommand(url="http://127.0.0.1:1/", workers=1, requests=1)
    assert "PLANTED_SECRET" not in program.run(order, limit_seconds=30).text


def test_a_program_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    body = (
        "import signal, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "print('begun', flush=True)\n"
        "time.sleep(600)"
    )
    order = HeyCommand(url="http://127.0.0.1:1/", workers=1, requests=1)
    output = script(tmp_path, body).run(order, limit_seconds=0.2, grace_seconds=0.2)
    assert output.cut_short
    assert output.code < 0


def test_a_program_that_cannot_be_started_is_missing(tmp_path: Path) -> None:
    order = HeyCommand(url="http://127.0.0.1:1/", workers=1, requests=1)
    with pytest.raises(EnvironmentMissingError, match="cannot run"):
        HeyProcess(tmp_path / "none").run(order, limit_seconds=1)
