"""The checks of expositions, together: on the twelve real ones."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.checks import CHECKS, PAIR_CHECKS
from exporters.exposition import SUMMARIES, compare, lint
from octoscale.core import yamlio
from tests.reference import ROOT, reference

TABLE: dict[str, list[dict[str, Any]]] = yamlio.load(
    (ROOT / "tests/cases/findings/exposition.yaml").read_text()
).value
HEAD = "# HELP web_x_total Text.\n# TYPE web_x_total counter\n"
GAUGE = "# HELP web_x Text.\n# TYPE web_x gauge\n"

CLEAN = (
    HEAD
    + 'web_x_total{path="/a b",code="200"} 1\nweb_x_total{path="\\"}",code="5"} 2\n'
    + "# HELP web_d_seconds T.\n# TYPE web_d_seconds histogram\n"
    + 'web_d_seconds_bucket{le="0.0125"} 1\nweb_d_seconds_bucket{le="+Inf"} 1\n'
    + "web_d_seconds_sum 0.01\nweb_d_seconds_count 1\n"
)


@pytest.mark.parametrize("line", ["web_x one", "web_x{a=b} 1", "web_x{", "web_x"])
def test_a_line_that_is_no_sample_is_named(line: str) -> None:
    (finding,) = lint(GAUGE + line + "\n")
    assert (finding.code, finding.place.line) == ("EX001", 3)
    assert line in finding.message


def test_every_code_has_its_summary() -> None:
    codes = {row.code for row in CHECKS} | {row.code for row in PAIR_CHECKS}
    assert SUMMARIES.keys() == codes | {"EX001"}


def test_a_clean_exposition_has_no_finding() -> None:
    assert lint(CLEAN) == []
    assert compare(CLEAN, CLEAN) == []


def exposition(name: str) -> str:
    return reference("real", "exposition", name).read_text()


def test_the_findings_in_real_expositions_are_the_reviewed_ones() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(reference("real", "exposition").glob("*.prom")):
        for finding in lint(path.read_text(), file=path.name):
            found[path.name, finding.code] += 1
    expected = {(row["file"], row["code"]): row["count"] for row in TABLE["scrapes"]}
    assert dict(found) == expected


@pytest.mark.parametrize(
    "row", TABLE["scrapes"], ids=lambda row: f"{row['file']}-{row['code']}"
)
def test_each_reviewed_finding_names_its_family(row: dict[str, Any]) -> None:
    messages = [
        f.message for f in lint(exposition(row["file"])) if f.code == row["code"]
    ]
    assert any(row["names"] in message for message in messages)
    assert row["why"]


@pytest.mark.parametrize(
    "row", TABLE["pairs"], ids=lambda row: f"{row['after']}-{row['code']}"
)
def test_two_real_scrapes_are_compared(row: dict[str, Any]) -> None:
    findings = [
        finding.message
        for finding in compare(exposition(row["before"]), exposition(row["after"]))
        if finding.code == row["code"]
    ]
    assert len(findings) == row["count"]
    assert any(row["names"] in message for message in findings)


def test_all_twelve_are_looked_at() -> None:
    assert len(list(reference("real", "exposition").glob("*.prom"))) == 12


@given(st.text())
def test_any_text_can_be_checked(text: str) -> None:
    for candidate in (text, CLEAN + text):
        lint(candidate)
        compare(CLEAN, candidate)
