"""A recorded load."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from simulator.loads.replay import Replay


def replay(**fields: Any) -> Replay:
    raw = {"shape": "replay", "unit": "requests/s", **fields}
    return Replay.model_validate(raw, strict=False)


def test_it_lies_on_straight_lines_and_may_be_scaled() -> None:
    assert replay(points=[(0, 2), (10, 4)], scale=3).course().at(5) == 9


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "should have one of", id="no source"),
        pytest.param({"csv": "a", "access_log": "b"}, "should have one of", id="two"),
        pytest.param({"points": [(5, 1), (0, 1)]}, "should not fall", id="backwards"),
        pytest.param({"points": [(0, -1)]}, "0 or more", id="negative"),
        pytest.param({"prometheus": {}}, "either a url or a file", id="no server"),
        pytest.param(
            {"prometheus": {"url": "http://p"}}, "needs a query", id="no query"
        ),
    ],
)
def test_what_cannot_be_replayed_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        replay(**fields)


def test_an_unread_recording_has_no_course() -> None:
    with pytest.raises(ValueError, match="not been read"):
        replay(csv="load.csv").course()
