"""Texts are quoted as Go's %q quotes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.gotext.constants import text as unquote
from adapter_rules.gotext.quoting import quote, quote_char


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("web-0", '"web-0"'),
        ('q"q', r'"q\"q"'),
        ("back\\slash", r'"back\\slash"'),
        ("é", '"é"'),
        ("\a\b\f\n\r\t\v", r'"\a\b\f\n\r\t\v"'),
        ("\x00\x1f\x7f", r'"\x00\x1f\x7f"'),
        ("\x80\u200b\u2028", r'"\u0080\u200b\u2028"'),
        ("\U000e0001", r'"\U000e0001"'),
        ("\ud800", r'"\ufffd"'),
        ("'", '"\'"'),
    ],
)
def test_quoting(text: str, expected: str) -> None:
    assert quote(text) == expected


@pytest.mark.parametrize(
    ("point", "expected"),
    [(97, "'a'"), (39, r"'\''"), (34, "'\"'"), (10, r"'\n'"), (-1, "'\ufffd'")],
)
def test_characters(point: int, expected: str) -> None:
    assert quote_char(point) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_what_is_quoted_reads_back(text: str) -> None:
    assert unquote(quote(text), 1) == text
