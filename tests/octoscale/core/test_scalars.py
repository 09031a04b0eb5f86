"""What plain scalars mean."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octoscale.core.scalars import needs_quotes, resolve


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", None),
        ("null", None),
        ("True", True),
        ("off", False),
        ("y", "y"),
        ("0", 0),
        ("-7", -7),
        ("1_000", 1000),
        ("0o17", 15),
        ("017", 15),
        ("0x_f", 15),
        ("0b101", 5),
        ("089", 89),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("+", "+"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("12:30:45", "12:30:45"),
        ("2021-01-20", "2021-01-20"),
        ("500m", "500m"),
    ],
)
def test_plain_scalars(text: str, meaning: object) -> None:
    got = resolve(text)
    assert got == meaning
    assert type(got) is type(meaning)


def test_not_a_number_is_a_number() -> None:
    got = resolve(".nan")
    assert isinstance(got, float)
    assert math.isnan(got)


@given(st.text(max_size=12))
def test_text_that_needs_no_quotes_stays_text(text: str) -> None:
    if not needs_quotes(text):
        assert resolve(text) == text


@pytest.mark.parametrize("text", ["9" * 301, "0x" + "f" * 2000, "0b" + "1" * 5000])
def test_numbers_that_no_field_could_hold_stay_text(text: str) -> None:
    assert resolve(text) == text
