"""The cases of the checks: the failing one fails by its code, the passing none."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

import pytest

from octoscale.check.checks import CHECKS
from octoscale.cli.app import main
from scripts.check_pages import command_of
from tests.reference import ROOT

CASES = ROOT / "tests" / "cases" / "checks" / "manifests"
CODES = [row.code for row in CHECKS]


def findings(code: str, case: str) -> list[dict[str, Any]]:
    printed = io.StringIO()
    folder = CASES / code
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        assert main([*command_of(folder / case), "-o", "json"]) in (0, 1)
    found: list[dict[str, Any]] = json.loads(printed.getvalue())["findings"]
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_failing_case_fails_by_its_code_only(code: str) -> None:
    found = findings(code, "bad.yaml")
    assert {finding["code"] for finding in found} == {code}
    assert all(finding["line"] and finding["column"] for finding in found)
    assert all(finding["hint"] for finding in found)


@pytest.mark.parametrize("code", CODES)
def test_the_passing_case_passes(code: str) -> None:
    assert findings(code, "good.yaml") == []


def test_every_folder_of_cases_is_a_check() -> None:
    assert {path.name for path in CASES.iterdir()} == set(CODES)


def test_codes_are_unique_and_the_files_are_named_after_them() -> None:
    assert sorted(set(CODES)) == CODES
    for row in CHECKS:
        name = row.check.__module__.rpartition(".")[2]
        assert name.startswith(f"{row.code.lower()}_")
