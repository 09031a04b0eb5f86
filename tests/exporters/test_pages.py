"""The collectors' pages are what their modules say today."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporters.collectors import COLLECTORS, CollectorRow
from exporters.pages import catalogue_page, page

DOCS = Path(__file__).resolve().parents[2] / "docs/exporters"
WRITTEN = {"README", "catalogue", "choosing"}
"""Pages of no single collector."""

EACH_ROW = pytest.mark.parametrize("row", COLLECTORS, ids=lambda row: row.name)


@EACH_ROW
def test_the_golden_page_is_up_to_date(row: CollectorRow) -> None:
    path = DOCS / f"{row.name}.md"
    if os.environ.get("OCTOSCALE_WRITE_CASES"):
        path.write_text(page(row), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page(row), "make cases writes it anew"


@EACH_ROW
def test_the_list_of_collectors_leads_to_every_page(row: CollectorRow) -> None:
    assert f"| [{row.name}]({row.name}.md) |" in (DOCS / "README.md").read_text()


def test_the_catalogues_page_is_up_to_date() -> None:
    path = DOCS / "catalogue.md"
    if os.environ.get("OCTOSCALE_WRITE_CASES"):
        path.write_text(catalogue_page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == catalogue_page()


def test_no_page_is_left_of_a_collector_that_is_gone() -> None:
    names = {row.name for row in COLLECTORS} | WRITTEN
    assert {path.stem for path in DOCS.glob("*.md")} == names
