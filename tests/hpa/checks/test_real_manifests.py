"""The real HPA manifests: exactly the reviewed findings, and every known defect."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from hpa.checks import CHECKS
from hpa.checks.run import lint_files
from octoscale.core import yamlio
from octoscale.core.finding import Finding, Severity
from tests.reference import ROOT, reference

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ROOT / "tests" / "cases" / "findings"
SETS: list[dict[str, Any]] = yamlio.load((TABLES / "hpa.yaml").read_text()).value[
    "sets"
]
FACTS: list[dict[str, Any]] = yamlio.load((TABLES / "hpa-facts.yaml").read_text()).value

Row = tuple[str, str, int]
"""File, code and line."""


def lint(one: dict[str, Any], folder: Path, *, kubernetes: int | None) -> list[Finding]:
    """Run one set from its root, rendered into *folder* where the set says so."""
    root = reference("real", "configs", *one["root"].split("/"))
    if "render" in one:
        root = rendered(one, root, folder)
    with contextlib.chdir(root):
        linted = lint_files(
            one["inputs"], rules_file=one.get("rules"), kubernetes=kubernetes
        )
    return list(linted.findings)


def rendered(one: dict[str, Any], root: Path, folder: Path) -> Path:
    for name in one["inputs"]:
        text = (root / name).read_text()
        for old, new in one["render"]:
            text = text.replace(old, new)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def row_of(finding: Finding) -> Row:
    place = finding.place
    assert place.file is not None
    assert place.line is not None
    return place.file, finding.code, place.line


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["name"])
def test_the_findings_are_the_reviewed_ones(
    one: dict[str, Any], tmp_path: Path
) -> None:
    findings = lint(one, tmp_path, kubernetes=None)
    expected = Counter(
        (row["file"], row["code"], line) for row in one["rows"] for line in row["lines"]
    )
    assert Counter(map(row_of, findings)) == expected


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["name"])
def test_their_messages_say_what_the_review_expects(
    one: dict[str, Any], tmp_path: Path
) -> None:
    messages: dict[Row, str] = {}
    for finding in lint(one, tmp_path, kubernetes=None):
        assert finding.message
        messages[row_of(finding)] = finding.message
    for row in one["rows"]:
        for line in row["lines"]:
            found = messages[row["file"], row["code"], line]
            assert row.get("says", "") in found


def test_every_row_has_its_word_of_why() -> None:
    assert all(row["why"] for one in SETS for row in one["rows"])


def test_a_cluster_of_today_refuses_every_one_of_them(tmp_path: Path) -> None:
    findings = lint(SETS[0], tmp_path, kubernetes=26)
    old = [finding for finding in findings if finding.code == "HP101"]
    assert len(old) == 16
    assert all(finding.severity is Severity.ERROR for finding in old)


def test_no_hpa_manifest_is_left_out() -> None:
    configs = reference("real", "configs")
    covered = [
        configs / one["root"] / name
        for one in SETS
        if "render" not in one
        for name in one["inputs"]
    ]
    left_out = [
        str(path.relative_to(configs))
        for path in sorted(configs.rglob("*.y*ml"))
        if "kind: HorizontalPodAutoscaler" in path.read_text()
        and not any(path.is_relative_to(one) for one in covered)
    ]
    assert left_out == []


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["says"][:60])
def test_every_known_defect_is_found(fact: dict[str, Any]) -> None:
    rows = {(row["file"], row["code"]) for one in SETS for row in one["rows"]}
    codes = {row.code for row in CHECKS}
    assert len({"file", "case", "none"} & fact.keys()) == 1
    if "file" in fact:
        own = {code for file, code in rows if file == fact["file"]}
        near = {code for _, code in rows}
        assert fact["codes"][0] in own
        assert set(fact["codes"]) <= near
    elif "case" in fact:
        assert fact["case"] in codes
        assert fact["codes"] == [fact["case"]]
    else:
        assert fact["none"]
