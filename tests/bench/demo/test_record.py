"""What is computed from a demo's record."""

from __future__ import annotations

import json

import pytest

from tests.bench.demo.records import NEVER_LOADED, UP_AND_BACK


def test_the_trail_is_what_was_asked_for() -> None:
    assert UP_AND_BACK.trail == (1, 4, 8, 1)
    assert NEVER_LOADED.trail == (1,)


def test_scale_up_time_is_from_the_first_decision_to_all_ready() -> None:
    assert UP_AND_BACK.scale_up_seconds == pytest.approx(5.3)
    assert NEVER_LOADED.scale_up_seconds is None


def test_a_process_that_never_got_ready_does_not_count_for_the_start_up() -> None:
    assert UP_AND_BACK.start_up_seconds == pytest.approx(0.2)


def test_the_json_says_that_it_is_a_demo_and_what_is_played() -> None:
    read = json.loads(UP_AND_BACK.to_json())
    assert read["demo"] is True
    assert "stand in for pods" in read["played"][0]
    assert read["trail"] == [1, 4, 8, 1]
    assert len(read["syncs"]) == len(UP_AND_BACK.syncs)
