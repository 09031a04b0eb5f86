"""What a value is expected to be."""

from __future__ import annotations

import pytest

from simulator.testing.comparison import ComparisonError, parse


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("8", 8000, 8001),
        ("== 8", 8000, 7999),
        ("!= 8", 8001, 8000),
        (">6", 6001, 6000),
        (">= 1500m", 1500, 1499),
        ("< 2k", 1_999_999, 2_000_000),
        ("<= 0", 0, 1),
        ("4..8", 4000, 8001),
    ],
)
def test_each_kind_holds_and_fails(text: str, holds: int, fails: int) -> None:
    assert parse(text).holds(holds)
    assert not parse(text).holds(fails)


@pytest.mark.parametrize("text", ["", ">", "many", "=> 5", "4..", "> 5 6"])
def test_what_is_no_expectation_is_refused(text: str) -> None:
    with pytest.raises(ComparisonError, match="is no expectation"):
        parse(text)
