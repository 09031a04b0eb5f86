"""Templates are cut into tokens as Go cuts them."""

from __future__ import annotations

import pytest

from adapter_rules.errors import TemplateSyntaxError
from adapter_rules.gotext.lexer import TokenKind, tokenize


def texts(source: str) -> list[str]:
    return [t.text for t in tokenize(source) if t.kind is not TokenKind.END]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<<.B>>c", ["a", "<<", ".B", ">>", "c"]),
        ("a <<- .B ->> c", ["a", "<<", ".B", ">>", "c"]),
        ("a <<- .B>> c", ["a", "<<", ".B", ">>", " c"]),
        ("a<</* x */>>b", ["a", "b"]),
        ("a <<- /* x */ ->> b", ["a", "b"]),
        ("<< .A >>", ["<<", " ", ".A", " ", ">>"]),
        ("<<$x := 1>>", ["<<", "$x", " ", ":=", " ", "1", ">>"]),
        ('<<f "a>>b" `c>>d`>>', ["<<", "f", " ", '"a>>b"', " ", "`c>>d`", ">>"]),
        ("<<.A|f -1>>", ["<<", ".A", "|", "f", " ", "-1", ">>"]),
        ("<<(.A).B>>", ["<<", "(", ".A", ")", ".B", ">>"]),
        ("no < action > here >>", ["no < action > here >>"]),
    ],
)
def test_tokens(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("<<if>>", [TokenKind.KEYWORD]),
        ("<<iff>>", [TokenKind.IDENTIFIER]),
        ("<<true>>", [TokenKind.BOOL]),
        ("<<.>>", [TokenKind.DOT]),
        ("<<.5>>", [TokenKind.NUMBER]),
        ("<<'a'>>", [TokenKind.CHAR]),
        ("<<$>>", [TokenKind.VARIABLE]),
        ("<<,>>", [TokenKind.OTHER]),
    ],
)
def test_kinds(source: str, kinds: list[TokenKind]) -> None:
    assert [token.kind for token in tokenize(source)][1:-2] == kinds


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<<.A", "unclosed action"),
        ("<<(.A>>", "unclosed left paren"),
        ("<<.A)>>", "unexpected right paren"),
        ('<<"a>>', "unterminated quoted string"),
        ('<<"a\n">>', "unterminated quoted string"),
        ("<<`a>>", "unterminated raw quoted string"),
        ("<<'a>>", "unterminated character constant"),
        ("<</* a>>", "unclosed comment"),
        ("<</* a */ b>>", "comment ends before"),
        ("<<.A+1>>", "bad character '\\+'"),
        ("<<$x*>>", "bad character"),
        ("<<1x>>", "bad number syntax"),
        ("<<:>>", "expected :="),
        ("<<\x00>>", "unrecognized character"),
        ("<<- ->>", "bad number syntax"),
    ],
)
def test_what_go_refuses_is_refused(source: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=message):
        texts(source)


def test_tokens_know_their_line() -> None:
    lines = [token.line for token in tokenize("a\nb<<.C>>") if token.text == ".C"]
    assert lines == [2]
    with pytest.raises(TemplateSyntaxError, match="template line 3"):
        texts("\n\n<<")
