"""The page of a demo: whole, harmless, and honest about what is played."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.demo.page import to_html, trails
from tests.bench.demo.records import NEVER_LOADED, UP_AND_BACK, sync

if TYPE_CHECKING:
    from bench.demo.record import Record


@pytest.mark.parametrize("record", [UP_AND_BACK, NEVER_LOADED])
def test_it_says_what_is_played_and_carries_no_script(record: Record) -> None:
    page = to_html(record)
    assert "stand in for pods" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert page.count("<svg") == 2


def test_it_shows_both_trails() -> None:
    page = to_html(UP_AND_BACK)
    assert page.count("1 → 4 → 8 → 1") == 2


def test_a_missed_goal_is_said() -> None:
    missed = replace(UP_AND_BACK, missed="not back at one replica within 120 s")
    assert "Goal missed: not back at one replica" in to_html(missed)


def test_words_of_the_metrics_server_are_no_markup() -> None:
    hostile = replace(sync(1.0, 1, 1, None), says="<img src=x>\x1b[31m")
    page = to_html(replace(UP_AND_BACK, syncs=(*UP_AND_BACK.syncs, hostile)))
    assert "<img" not in page
    assert "\x1b" not in page
    assert "absent" in page


def test_a_demo_without_load_says_why_there_is_no_model() -> None:
    assert trails(NEVER_LOADED, None)[1] == "the demo never came to its load"
