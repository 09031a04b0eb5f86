"""Our rules agree with the recorded answers of the real adapter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.adapter.outcome import Outcome
from tests.conformance.run_adapter import main, read, report, run
from tests.reference import ROOT, reference

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "folder", ["bulk", "unit-facts", "live-master", "live-real-configs"]
)
def test_recordings(folder: str) -> None:
    lines, failed = report(run([str(reference("oracle", "adapter", folder))]))
    assert failed == 0, "\n".join(lines)
    assert not lines[-1].startswith("0 passed")


def write(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


SERVED = """\
rules:
- seriesQuery: '{__name__=~"v_.*"}'
  resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
  metricsQuery: <<.Series>>{<<.LabelMatchers>>}
externalRules:
- seriesQuery: '{__name__=~"v_.*"}'
  resources: {namespaced: false}
  metricsQuery: <<.Series>>{<<.LabelMatchers>>}
"""


def wrong_value() -> dict[str, Any]:
    """Give a recording whose custom value is not what the adapter would answer."""
    row = {
        "prometheus_value": "1",
        "custom_status": 200,
        "custom_quantity": "2",
        "external_status": 200,
        "external_quantity": "1",
    }
    return {"scenario": "values", "config_yaml": SERVED, "rows": [row]}


def test_a_disagreement_is_found_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write(tmp_path / "values.json", wrong_value())
    assert main([name]) == 1
    shown = capsys.readouterr().out
    assert "expected '2', got '1'" in shown
    assert shown.splitlines()[-1] == "3 passed, 1 failed, 0 skipped"


def test_an_unknown_recording_is_skipped_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "odd.json", {"a": 1})
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "skipped 1: no kind of recording we know",
        "0 passed, 0 failed, 1 skipped",
    ]


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n\n{"a": 2}\n', encoding="utf-8")
    assert read(path) == [{"a": 1}, {"a": 2}]


def test_only_the_first_disagreements_are_shown() -> None:
    lines, failed = report([Outcome("x", ("wrong",))] * 9, shown=2)
    assert failed == 9
    assert lines == ["x: wrong", "x: wrong", "0 passed, 9 failed, 0 skipped"]


def test_without_names_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "run_adapter.py DIR|FILE" in capsys.readouterr().err


LIST = ROOT / "tests" / "conformance" / "adapter" / "skipped.txt"


def test_the_list_of_what_is_skipped_is_the_kept_one() -> None:
    folder = reference("oracle", "adapter")
    skipped = [
        f"{one.name.removeprefix(str(folder) + '/')}: {one.skipped}\n"
        for one in run([str(folder)])
        if one.skipped
    ]
    assert "".join(skipped) == LIST.read_text(encoding="utf-8")
