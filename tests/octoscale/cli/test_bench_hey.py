"""``octoscale bench hey`` from outside: every capture, and what is none."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from tests.bench.hey.printing import printed
from tests.bench.load.fakes import hey_report
from tests.reference import reference

if TYPE_CHECKING:
    from pathlib import Path


def test_every_capture_is_read_and_a_refusal_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for path in sorted(reference("real", "hey").iterdir()):
        refused = path.stem == "hey_usage_error"
        assert main(["bench", "hey", str(path)]) == int(refused), path
    shown = capsys.readouterr()
    assert shown.out.count("hey's requests/s, failures counted") == 11
    assert shown.out.count("requests/s, estimated") == 1
    assert "hey refused its arguments: -n cannot be less than -c." in shown.err


def test_standard_input_is_read_and_statuses_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(hey_report(statuses={404: 60, 200: 40})).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["bench", "hey", "-", "-o", "json", "--success", "404"]) == 0
    data = json.loads(capsys.readouterr().out)["-"]
    assert data["served"] == 60
    assert data["goodput_per_second"] == pytest.approx(600.0)
    assert main(["bench", "hey", "-", "-"]) == 2


def test_hostile_texts_reach_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.txt"
    file.write_text(printed(hey_report(served=50, errors={"\x1b[31mred": 50})))
    assert main(["bench", "hey", str(file)]) == 0
    assert "\x1b" not in capsys.readouterr().out
