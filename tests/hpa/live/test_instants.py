"""Times of the API."""

from __future__ import annotations

import pytest

from hpa.live.instants import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0.0),
        ("1970-01-01T00:00:01.25Z", 1.25),
        ("1970-01-01T02:00:00+02:00", 0.0),
        ("", None),
        (None, None),
        ("yesterday", None),
    ],
)
def test_a_time_is_read_or_is_none(text: str | None, expected: float | None) -> None:
    assert seconds(text) == expected
