"""Regular expressions are Go's: RE2, with Go's expansion of replacements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_rules.errors import RegexError
from adapter_rules.regex import Regex, check, full


@pytest.mark.parametrize(
    ("pattern", "template", "text", "expected"),
    [
        ("^(.*)_total$", "${1}_per_second", "http_total", "http_per_second"),
        ("^(.*)_total$", "$1_per_second", "http_total", ""),
        ("^(.*)_total$", "$1-x", "http_total", "http-x"),
        ("^(.*)_total$", "$1:rate", "http_total", "http:rate"),
        ("^(?P<b>.*)_total$", "${b}_x$b", "http_total", "http_xhttp"),
        ("^(.*)$", "$$1", "a", "$1"),
        ("^(.*)$", "$$", "a", "$"),
        ("^(.*)$", "${", "a", "${"),
        ("^(.*)$", "${1", "a", "${1"),
        ("^(.*)$", "${}", "a", "${}"),
        ("^(.*)$", "x$", "a", "x$"),
        ("^(.*)$", "$01", "a", ""),
        ("^(.*)$", "$9", "a", ""),
        ("^(.*)$", "$0_x", "a", ""),
        ("^(.*)$", "${0}_x", "a", "a_x"),
        ("^(.*)$", "$é", "a", ""),
        ("^(x)?a$", "[$1]", "a", "[]"),
        ("http", "$0", "my_http_x", "http"),
    ],
)
def test_replacements_expand_as_in_go(
    pattern: str, template: str, text: str, expected: str
) -> None:
    assert Regex(pattern).expand(template, text) == expected


def test_without_a_match_nothing_is_expanded() -> None:
    assert Regex("^x").expand("$0", "a") is None
    assert Regex("^x").captures("a") is None


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[",
        "(?=a)",
        "(?<!a)b",
        r"(a)\1",
        "a{1001}",
        "x**",
        r"\Z",
        r"\C",
        r"a\C",
        "(?P<n>a)(?P<n>b)",
        "(?<n>a)(?P<n>b)",
        "*",
    ],
)
def test_what_go_refuses_is_refused(pattern: str) -> None:
    with pytest.raises(RegexError):
        check(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["", "(?i)x", r"\pL+", "[[:alpha:]]", r"\QC\C\E", r"[\\C]", r"\\C", "(?P<n>a)"],
)
def test_what_go_takes_is_taken(pattern: str) -> None:
    assert check(pattern) == pattern


def test_the_search_is_unanchored_and_the_full_match_is_not() -> None:
    assert Regex("b").matches("abc")
    assert not full("b").matches("abc")
    assert full("a|abc").matches("abc")
    assert full("a.c").matches("a\nc")
    assert not full("a|b").matches("ab")


@given(st.from_regex(r"[a-z_:]{1,12}", fullmatch=True))
def test_the_whole_match_expands_to_the_text(text: str) -> None:
    assert Regex(".*").expand("$0", text) == text
    assert Regex("^(.*)$").expand("${1}", text) == text


@given(st.text(max_size=20))
def test_a_template_without_dollars_stays(template: str) -> None:
    plain = template.replace("$", "")
    assert Regex(".*").expand(plain, "anything") == plain
