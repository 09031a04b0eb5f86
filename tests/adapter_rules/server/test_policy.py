"""Names that are safe in a query, and names in regular expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.regex import Regex
from adapter_rules.server.policy import is_safe_name, regex_literal

KUBERNETES = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", fullmatch=True)


@given(KUBERNETES)
def test_every_object_s_name_is_safe(name: str) -> None:
    assert is_safe_name(name)


@pytest.mark.parametrize(
    "name", ["", "a b", 'a"', "a\\", "a\n", "a{b", "(a", "a|b", "a`", "-a", "a" * 254]
)
def test_what_could_leave_its_quotes_is_not(name: str) -> None:
    assert not is_safe_name(name)


@given(KUBERNETES, KUBERNETES)
def test_an_escaped_name_matches_itself_and_nothing_else(name: str, other: str) -> None:
    pattern = Regex(f"^(?:{regex_literal(name)})$")
    assert pattern.matches(name)
    assert pattern.matches(other) is (name == other)


@given(st.text(st.characters(codec="ascii"), max_size=20))
def test_an_escaped_name_stays_within_any_quotes(name: str) -> None:
    literal = regex_literal(name)
    assert not set(literal) & set('"\\\n')
    if "\x7f" not in name:
        assert Regex(f"(?s)^(?:{literal})$").matches(name)
