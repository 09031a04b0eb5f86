"""The cases of the checks: the failing one fails by its code, the passing none."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import re
from typing import Any

import pytest

from exporters.checks import CHECKS, PAIR_CHECKS, CheckRow, PairRow
from octoscale.cli.app import main
from scripts.check_pages import command_of
from tests.reference import ROOT

CASES = ROOT / "tests" / "cases" / "checks" / "exposition"
ROWS: tuple[CheckRow | PairRow, ...] = (*CHECKS, *PAIR_CHECKS)
CODES = [row.code for row in ROWS]


def findings(code: str, name: str) -> list[dict[str, Any]]:
    printed = io.StringIO()
    words = command_of(CASES / code / name)
    with contextlib.chdir(CASES / code), contextlib.redirect_stdout(printed):
        assert main([*words, "-o", "json"]) in (0, 1)
    found: list[dict[str, Any]] = json.loads(printed.getvalue())["findings"]
    return found


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_the_failing_case_fails_by_its_code_only(row: CheckRow | PairRow) -> None:
    found = findings(row.code, "bad.prom")
    assert {finding["code"] for finding in found} == {row.code}
    assert {finding["severity"] for finding in found} == {str(row.severity)}
    assert all(finding["line"] and finding["hint"] for finding in found)


@pytest.mark.parametrize("code", CODES)
def test_the_passing_case_passes(code: str) -> None:
    assert findings(code, "good.prom") == []


def test_every_folder_of_cases_is_a_check() -> None:
    assert {path.name for path in CASES.iterdir()} == set(CODES)


def test_codes_are_unique_and_the_files_are_named_after_them() -> None:
    assert sorted(set(CODES)) == CODES
    for row in ROWS:
        name = row.check.__module__.rpartition(".")[2]
        assert name.startswith(f"{row.code.lower()}_")


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_a_check_knows_none_of_its_siblings(row: CheckRow | PairRow) -> None:
    source = inspect.getsource(inspect.getmodule(row.check) or row.check)
    assert (
        re.findall(r"^from exporters\.checks\.ex\w+ import", source, re.MULTILINE) == []
    )
    assert f'"""{row.code}: ' in source
