"""Our HPA agrees with every recorded answer, and the runner can tell when not."""

from __future__ import annotations

import copy
import json
import lzma
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance import run_hpa
from tests.reference import reference

if TYPE_CHECKING:
    from pathlib import Path

_FILES = (
    "normalize",
    "quantity",
    "reconcile",
    "replica_calculator",
    "sequences",
    "validation",
)

_RUNNER = run_hpa.ROOT / "tests" / "conformance" / "run_hpa.py"

_CASE: dict[str, Any] = {
    "id": "own-0001",
    "in": {
        "kind": "convertDesiredReplicasWithRules",
        "currentReplicas": 1,
        "desiredReplicas": 9,
        "minReplicas": 1,
        "maxReplicas": 8,
        "downscaleStabilizationMs": 0,
    },
    "out": {"replicas": 4, "reason": "ScaleUpLimit", "message": "not compared"},
}


@pytest.mark.parametrize("name", _FILES)
def test_every_recorded_answer_is_ours(name: str) -> None:
    path = reference("oracle", "hpa", f"{name}.jsonl.xz")
    *wrong, summary = run_hpa.run([path])
    assert wrong == []
    assert summary.endswith(" passed, 0 failed")
    assert not summary.startswith("0 ")


def _write(path: Path, *cases: dict[str, Any]) -> Path:
    text = "".join(json.dumps(case) + "\n" for case in cases)
    if path.suffix == ".xz":
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def _wrong() -> dict[str, Any]:
    case = copy.deepcopy(_CASE)
    case["id"] = "own-0002"
    case["out"]["replicas"] = 5
    return case


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.jsonl.xz"])
def test_a_disagreement_names_the_case_what_was_expected_and_what_came(
    tmp_path: Path, name: str
) -> None:
    path = _write(tmp_path / name, _CASE, _wrong())
    lines = list(run_hpa.run([path]))
    assert lines[0] == f"{name}: own-0002"
    assert "expected {'replicas': 5" in lines[1]
    assert "got {'replicas': 4" in lines[1]
    assert lines[-1] == "1 passed, 1 failed"


def test_a_case_of_no_known_kind_counts_as_failed(tmp_path: Path) -> None:
    path = _write(tmp_path / "cases.jsonl", {"id": "own-0003", "in": {}, "out": {}})
    assert list(run_hpa.run([path]))[-1] == "0 passed, 1 failed"


def _answer_of(name: str) -> dict[str, Any]:
    return next(run_hpa.read_cases(reference("oracle", "hpa", f"{name}.jsonl.xz")))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        pytest.param(
            "replica_calculator", lambda out: out.update(replicas=77), id="calculator"
        ),
        pytest.param(
            "sequences",
            lambda out: out["steps"][7]["conditions"][0].update(reason="Wrong"),
            id="a condition of one step",
        ),
        pytest.param(
            "sequences",
            lambda out: out["steps"][-1]["recommendations"].reverse(),
            id="the order of the memory's slots",
        ),
        pytest.param(
            "reconcile",
            lambda out: out["steps"][3]["events"].append("Warning Nothing really"),
            id="an event of one step",
        ),
    ],
)
def test_a_spoilt_answer_is_noticed(name: str, spoil: Any) -> None:
    case = _answer_of(name)
    known = run_hpa.kinds()
    assert run_hpa.disagreements(case, known) == []
    spoil(case["out"])
    assert run_hpa.disagreements(case, known) != []


@pytest.mark.parametrize("names", [[], ["nowhere.jsonl"]])
def test_without_a_file_there_is_nothing_to_agree_with(
    tmp_path: Path, names: list[str]
) -> None:
    run = subprocess.run(
        [sys.executable, str(_RUNNER), *names],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("no such file: ")


def test_as_a_script_it_exits_by_what_it_found(tmp_path: Path) -> None:
    good = _write(tmp_path / "good.jsonl", _CASE)
    bad = _write(tmp_path / "bad.jsonl", _wrong())
    runs = [
        subprocess.run(
            [sys.executable, str(_RUNNER), *map(str, paths)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        for paths in ([good], [good, bad])
    ]
    assert [run.returncode for run in runs] == [0, 1]
    assert runs[0].stdout == "1 passed, 0 failed\n"
    assert runs[1].stdout.endswith("1 passed, 1 failed\n")
    assert all(run.stderr == "" for run in runs)
