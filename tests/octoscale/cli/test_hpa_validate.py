"""``octoscale hpa validate``, as people call it."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from tests.octoscale.cli.hpa_files import HPA, INVALID, SECOND, TWO

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hpa.yaml"
    path.write_text(HPA)
    return path


def validate(*words: object) -> int:
    return main(["hpa", "validate", *map(str, words)])


def test_what_is_valid_says_little(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(TWO)
    assert validate(file) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "valid: 2\n")


def test_every_broken_rule_has_place_field_and_type(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(INVALID)
    assert validate(file) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"{file}:7:16: error HP004: spec.maxReplicas: Invalid value: 0: must be "
        "greater than 0 [FieldValueInvalid]"
    )


def test_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(INVALID)
    assert validate(file, "-o", "json") == 1
    shown = json.loads(capsys.readouterr().out)
    assert shown["checked"] == 1
    problem = shown["problems"][0]
    assert (problem["file"], problem["line"], problem["column"]) == (str(file), 7, 16)
    assert (problem["field"], problem["type"]) == (
        "spec.maxReplicas",
        "FieldValueInvalid",
    )
    assert validate(file.with_name("hpa.yaml"), "-o", "json") == 1


def test_what_the_api_says_twice_is_told_once_to_people(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(HPA.replace("type: Pods", "type: Pod"))
    validate(file)
    assert len(capsys.readouterr().out.splitlines()) == 1
    validate(file, "-o", "json")
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert len(problems) == 2


def test_several_files_and_standard_input(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = io.TextIOWrapper(io.BytesIO(INVALID.encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert validate(file, "-") == 1
    assert capsys.readouterr().out.startswith("-:7:16: ")


def test_other_kinds_are_skipped_but_not_all(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"kind: Service\n---\n{SECOND}")
    assert validate(file) == 0
    file.write_text("kind: Service\n")
    assert validate(file) == 1
    assert "no HorizontalPodAutoscaler" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["--kube-version", "1.25"], 0, id="served"),
        pytest.param(["--kube-version", "1.26"], 1, id="not served"),
        pytest.param(["--kube-version", "soon"], 2, id="no version"),
        pytest.param(["--feature-gates", "Nope=true"], 2, id="unknown gate"),
        pytest.param(["--feature-gates", "HPAScaleToZero"], 2, id="no value"),
        pytest.param(["--feature-gates", "HPAScaleToZero=true"], 0, id="gate"),
    ],
)
def test_the_server_that_judges(file: Path, words: list[str], code: int) -> None:
    assert validate(file, *words) == code


def test_a_gate_decides(file: Path) -> None:
    text = HPA.replace("minReplicas: 1", "minReplicas: 0").replace("Pods", "External")
    text = text.replace("pods:", "external:")
    file.write_text(text)
    assert validate(file) == 1
    assert validate(file, "--feature-gates", "HPAScaleToZero=true") == 0
    assert validate(file, "--kube-version", "1.25") == 1


def test_an_unreadable_file_is_2(tmp_path: Path) -> None:
    assert validate(tmp_path / "none.yaml") == 2
