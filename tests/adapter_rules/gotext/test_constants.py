"""Constants mean what they mean in Go."""

from __future__ import annotations

import pytest

from adapter_rules.errors import TemplateSyntaxError
from adapter_rules.gotext.constants import read, text
from adapter_rules.gotext.lexer import Token, TokenKind


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("0x1F", 31),
        ("0b101", 5),
        ("0o17", 15),
        ("017", 15),
        ("1_000", 1000),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("0x1p4", 16.0),
        ("0", 0),
    ],
)
def test_numbers(digits: str, expected: float) -> None:
    value = read(Token(TokenKind.NUMBER, digits, 1))
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize("digits", ["-", "0x", "09", "9223372036854775808", "1__0"])
def test_what_is_no_number(digits: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        read(Token(TokenKind.NUMBER, digits, 1))


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ('"a"', "a"),
        (r'"a\tb\n\"\\"', 'a\tb\n"\\'),
        (r'"\x41\101\u0042\U00000043"', "AABC"),
        (r'"\xc3\xa9"', "é"),
        (r'"\xff"', "\ufffd"),
        (r"`a\n`", r"a\n"),
        ("`a\r\nb`", "a\nb"),
    ],
)
def test_texts(quoted: str, expected: str) -> None:
    assert text(quoted, 1) == expected


@pytest.mark.parametrize(
    "quoted", [r'"\q"', r'"\'"', r'"\ud800"', r'"\400"', r'"\U00110000"', r'"\x4"']
)
def test_bad_escapes_are_refused(quoted: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="invalid escape"):
        text(quoted, 7)


def test_characters_are_numbers() -> None:
    assert read(Token(TokenKind.CHAR, r"'\''", 1)) == 39
    assert read(Token(TokenKind.CHAR, "'é'", 1)) == 233
    with pytest.raises(TemplateSyntaxError, match="malformed character"):
        read(Token(TokenKind.CHAR, "'ab'", 1))


def test_truth_values() -> None:
    assert read(Token(TokenKind.BOOL, "true", 1)) is True
    assert read(Token(TokenKind.BOOL, "false", 1)) is False
