"""The table of what the originals have wrong, held to the collectors."""

from __future__ import annotations

from typing import Any

import pytest

from exporters.collectors import COLLECTORS
from octoscale.core import yamlio
from tests.reference import ROOT

ROWS: list[dict[str, Any]] = yamlio.load(
    (ROOT / "tests/cases/originals/wrong.yaml").read_text()
).value
BY_NAME = {row.name: row for row in COLLECTORS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["theirs"])
def test_what_is_given_instead_is_declared(row: dict[str, Any]) -> None:
    declared = {d.series_name: d for d in BY_NAME[row["collector"]].descriptors()}
    assert row["why"]
    if row["instead"] is None:
        assert row["theirs"] not in declared
        return
    kind = declared[row["instead"]].kind
    assert (kind == "counter") == row["instead"].endswith("_total")
    if "declared a gauge" in row["why"]:
        assert kind == "counter"
    if "declared a counter" in row["why"]:
        assert kind == "gauge"
