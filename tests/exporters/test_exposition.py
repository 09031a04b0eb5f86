"""The checks of expositions: each on a small text, all on the twelve real ones."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.exposition import CHECKS, SUMMARIES, compare, lint
from octoscale.core import yamlio
from tests.reference import ROOT, reference

TABLE: dict[str, list[dict[str, Any]]] = yamlio.load(
    (ROOT / "tests/cases/findings/exposition.yaml").read_text()
).value
HEAD = "# HELP web_x_total Text.\n# TYPE web_x_total counter\n"
GAUGE = "# HELP web_x Text.\n# TYPE web_x gauge\n"
MANY = "".join(f'web_x{{id="{n}"}} 1\n' for n in range(1001))

SMALL = {
    "EX001": GAUGE + "web_x one\n",
    "EX101": GAUGE + "web_x 1\nweb_x 2\n",
    "EX102": GAUGE + "# TYPE web_x gauge\nweb_x 1\n",
    "EX103": "# TYPE web_x gauge\nweb_x 1\n",
    "EX104": "# HELP web_x Text.\nweb_x 1\n",
    "EX105": "# HELP web_x Text.\n# TYPE web_x counter\nweb_x 1\n",
    "EX106": "# HELP web_x_total T.\n# TYPE web_x_total gauge\nweb_x_total 1\n",
    "EX107": "# HELP web_x_ms T.\n# TYPE web_x_ms gauge\nweb_x_ms 1\n",
    "EX108": "# HELP webX T.\n# TYPE webX gauge\nwebX 1\n",
    "EX109": GAUGE + 'web_x{seconds="0.0145"} 1\n',
    "EX110": GAUGE + MANY,
    "EX111": GAUGE + "web_x NaN\n",
    "EX112": GAUGE + "web_x 1 1600000000000\n",
    "EX113": "# HELP a_queue T.\n# TYPE a_queue counter\na_queue 1\n",
    "EX114": "# HELP web_x T.\n# TYPE web_x histogram\nweb_x_sum 1\n",
    "EX115": HEAD + "web_x_total -1\n",
    "EX116": GAUGE + 'web_x{thread="140136676054720"} 1\n',
}
CLEAN = (
    HEAD
    + 'web_x_total{path="/a b",code="200"} 1\nweb_x_total{path="\\"}",code="5"} 2\n'
    + "# HELP web_d_seconds T.\n# TYPE web_d_seconds histogram\n"
    + 'web_d_seconds_bucket{le="0.0125"} 1\nweb_d_seconds_bucket{le="+Inf"} 1\n'
    + "web_d_seconds_sum 0.01\nweb_d_seconds_count 1\n"
)


@pytest.mark.parametrize("code", SMALL)
def test_every_check_finds_what_it_is_for(code: str) -> None:
    found = [finding.code for finding in lint(SMALL[code])]
    assert code in found
    assert set(found) - {code, "EX105", "EX103", "EX104"} == set()


def test_every_code_has_its_small_text_and_its_summary() -> None:
    assert {row.code for row in CHECKS} < SMALL.keys()
    assert SUMMARIES.keys() - SMALL.keys() == {"EX121", "EX122", "EX123"}


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
