"""``octoscale hpa decide``, as people call it."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from hpa.observations.example import example
from octoscale.cli.app import main
from octoscale.core import yamlio
from tests.octoscale.cli.hpa_files import HPA, OBSERVATION, TWO

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "seen.yaml").write_text(OBSERVATION)
    path = tmp_path / "hpa.yaml"
    path.write_text(HPA)
    return path


def decide(*words: object) -> int:
    return main(["hpa", "decide", *map(str, words)])


def test_replicas_and_reasoning(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(file, "--observation", file.with_name("seen.yaml")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "httpgo, as Kubernetes 1.25 decides"
    assert lines[3].startswith("3. metric    Pods metric open_fds: the average is 400")
    assert (
        "7. result    rescale from 4 to 8: pods metric open_fds above target" in lines
    )


@pytest.mark.parametrize("output", ["json", "yaml"])
def test_as_data(file: Path, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    seen = file.with_name("seen.yaml")
    assert decide(file, "--observation", seen, "-o", output) == 0
    shown = capsys.readouterr().out
    value = json.loads(shown) if output == "json" else yamlio.load(shown).value
    assert (value["current"], value["replicas"]) == (4, 8)
    assert value["kubernetes"] == "1.25"
    assert value["notVerified"] is None
    assert [step["stage"] for step in value["steps"]][-1] == "result"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        pytest.param([], "as Kubernetes 1.25 decides", id="default"),
        pytest.param(["--kube-version", "1.23"], "1.23 decides", id="recorded"),
        pytest.param(
            ["--kube-version", "1.40"], "(not verified against 1.40)", id="newer"
        ),
    ],
)
def test_the_version(
    file: Path,
    words: list[str],
    first: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen = file.with_name("seen.yaml")
    assert decide(file, "--observation", seen, *words) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(first)


def test_the_example_is_printed_and_can_be_used(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide("--print-example") == 0
    shown = capsys.readouterr().out
    assert shown == example()
    file.write_text(HPA.replace("open_fds", "myapphttp_process_open_fds"))
    file.with_name("seen.yaml").write_text(shown)
    assert decide(file, "--observation", file.with_name("seen.yaml")) == 0


def test_one_of_the_two_may_be_standard_input(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = io.TextIOWrapper(io.BytesIO(OBSERVATION.encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert decide(file, "--observation", "-") == 0
    assert decide("-", "--observation", "-") == 2
    assert "only one of the two" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        pytest.param([], 2, "holds 2 HPAs: httpgo, shop", id="which"),
        pytest.param(["--name", "shop"], 0, "", id="named"),
        pytest.param(["--name", "nope"], 2, "no HPA called 'nope'", id="unknown"),
    ],
)
def test_one_hpa_of_several(
    file: Path,
    name: list[str],
    code: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file.write_text(TWO)
    seen = file.with_name("seen.yaml")
    assert decide(file, "--observation", seen, *name) == code
    assert words in capsys.readouterr().err


def test_what_does_not_fit_has_a_place(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = file.with_name("seen.yaml")
    seen.write_text(OBSERVATION.replace("each", "value"))
    assert decide(file, "--observation", seen) == 1
    assert f"{seen}:4:10: error OB003" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["FILE"], ["--observation", "x"]])
def test_both_files_are_needed(
    file: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(*(word.replace("FILE", str(file)) for word in words)) == 2
    assert "--print-example" in capsys.readouterr().err
