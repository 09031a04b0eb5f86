"""``octoscale test``, as people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from octoscale.cli.app import main
from tests.simulator.testing.files import by_values, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> str:
    values = [{"metric": "hits_per_second", "values": "25"}]
    tests = [
        {
            "name": "up",
            "metric_values": values,
            "expect": [{"at": "0s", "replicas": 3}],
        },
        {
            "name": "stays <b>\x1b[31m",
            "metric_values": values,
            "expect": [{"at": "0s", "replicas": 1}, {"at": "0s", "replicas": 2}],
        },
    ]
    return written(tmp_path, by_values(*tests))


def run(*words: str) -> int:
    return main(["test", *words])


def test_a_failure_is_explained_once(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file) == 1
    printed = capsys.readouterr()
    assert f"ok   {file}: up\n" in printed.out
    assert "at 0s: replicas should be 1, and was 3" in printed.out
    assert printed.out.count("usage ratio 2.5") == 1
    assert "\x1b" not in printed.out
    assert printed.err == "simulated: 1 passed, 1 failed\n"


def test_quietly_only_failures_are_told(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "-q") == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("FAIL ")
    assert "ok  " not in printed.out
    assert printed.err == ""


def test_passing_tests_exit_with_0(file: str) -> None:
    assert run(file, "--only", "up") == 0
    assert run(file, "--only", "sideways") == 2


def test_junit_counts_and_names(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "-o", "junit") == 1
    root = ET.fromstring(capsys.readouterr().out)  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    failure = root.find(".//failure")
    assert failure is not None
    assert "replicas should be 1" in failure.get("message", "")
    assert "usage ratio 2.5" in (failure.text or "")


def test_github_annotates_the_expectations_line(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "-o", "github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"::error file={file},line=")


def test_a_wrong_file_exits_with_1_and_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = written(tmp_path, "test: []\n")
    assert run(name) == 1
    assert f"{name}:1:1: error SC001" in capsys.readouterr().err
