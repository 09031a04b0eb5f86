"""The folder of a recorded demo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.demo.recording import write
from tests.bench.demo.records import NEVER_LOADED, UP_AND_BACK

if TYPE_CHECKING:
    from pathlib import Path


def test_facts_page_and_scenario_are_written(tmp_path: Path) -> None:
    paths = write(UP_AND_BACK, tmp_path)
    assert [p.name for p in paths] == ["demo.json", "demo.html", "scenario.yaml"]
    assert all(path.is_file() for path in paths)
    assert json.loads(paths[0].read_text(encoding="utf-8"))["trail"] == [1, 4, 8, 1]


def test_a_demo_without_load_has_no_scenario(tmp_path: Path) -> None:
    assert [p.name for p in write(NEVER_LOADED, tmp_path)] == ["demo.json", "demo.html"]
