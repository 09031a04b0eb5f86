"""Durations and quantities as people write them in files."""

from __future__ import annotations

import pytest

from octoscale.core.forms import quantity_of, seconds_of


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5, "like 15s"),
        ("5", "not a duration"),
        ("0s", "longer than zero"),
        (None, "like 15s"),
    ],
)
def test_what_is_no_duration_says_what_was_expected(value: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        seconds_of(value)


@pytest.mark.parametrize(
    "value", [True, None, [], "x", "0", 0, -1, "-5m", float("nan"), float("inf")]
)
def test_what_is_no_quantity_above_zero_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        quantity_of(value)


@pytest.mark.parametrize(
    ("value", "milli"),
    [("1k", 10**6), (0.5, 500), (1e3, 10**6), ("19.17M", 19170 * 10**6)],
)
def test_quantities_may_be_written_naturally(value: object, milli: int) -> None:
    assert quantity_of(value).milli_value == milli
