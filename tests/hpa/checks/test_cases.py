"""The cases of the checks: the failing one fails by its code, the passing none."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import re
from typing import Any

import pytest

from hpa.checks import CHECKS, CheckRow
from octoscale.cli.app import main
from scripts.check_pages import command_of
from tests.reference import ROOT

CASES = ROOT / "tests" / "cases" / "checks" / "hpa"
CODES = [row.code for row in CHECKS]


def findings(folder: str, *arguments: str) -> list[dict[str, Any]]:
    printed = io.StringIO()
    with contextlib.chdir(CASES / folder), contextlib.redirect_stdout(printed):
        assert main([*arguments, "-o", "json"]) in (0, 1)
    found: list[dict[str, Any]] = json.loads(printed.getvalue())["findings"]
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_failing_case_fails_by_its_code_only(code: str) -> None:
    found = findings(code, *command_of(CASES / code / "bad.yaml"))
    assert {finding["code"] for finding in found} == {code}
    assert all(finding["line"] and finding["column"] for finding in found)
    assert all(finding["hint"] for finding in found)


@pytest.mark.parametrize("code", CODES)
def test_the_passing_case_passes(code: str) -> None:
    assert findings(code, *command_of(CASES / code / "good.yaml")) == []


@pytest.mark.parametrize("options", [[], ["--rules", "clean/rules.yaml"]])
def test_the_clean_set_has_no_finding(options: list[str]) -> None:
    assert findings(".", "lint", "hpa", "clean", *options) == []


def test_every_folder_of_cases_is_a_check() -> None:
    folders = {path.name for path in CASES.iterdir() if path.is_dir()}
    assert folders == {*CODES, "clean"}


def test_codes_are_unique_and_the_files_are_named_after_them() -> None:
    assert sorted(set(CODES)) == CODES
    for row in CHECKS:
        name = row.check.__module__.rpartition(".")[2]
        assert name.startswith(f"{row.code.lower()}_")
        assert (ROOT / "tests" / "hpa" / "checks" / f"test_{name}.py").exists()


@pytest.mark.parametrize("row", CHECKS, ids=CODES)
def test_a_check_knows_none_of_its_siblings(row: CheckRow) -> None:
    source = inspect.getsource(inspect.getmodule(row.check) or row.check)
    own = row.check.__module__
    imported = re.findall(r"^from (hpa\.checks\.hp\w+) import", source, re.MULTILINE)
    assert imported == []
    assert own.startswith("hpa.checks.hp")
    assert f'"""{row.code}: ' in source
