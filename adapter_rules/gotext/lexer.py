"""Cut a template into tokens, as ``text/template/parse/lex.go`` does.

Delimiters are ``<<`` and ``>>``. What the tokens mean together is the parser's
business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_rules.errors import TemplateSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT = "<<"
RIGHT = ">>"
_SPACES = " \t\r\n"
_TRIM_LEFT = re.compile(r"<<-[ \t\r\n]")
_TRIM_RIGHT = re.compile(r"[ \t\r\n]->>")
_COMMENT_END = re.compile(r"\*/(?:[ \t\r\n]-)?>>")
_WORD = re.compile(r"\w+")
_STRING = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"')
_RAW = re.compile(r"`[^`]*`")
_CHAR = re.compile(r"'(?:[^'\\\n]|\\[^\n])*'")
_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?"
    r"|0[bB][01_]*|0[oO][0-7_]*"
    r"|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?"
    r"|\.[0-9][0-9_]*(?:[eE][+-]?[0-9_]*)?)"
)

KEYWORDS = frozenset(
    (
        *("if", "else", "end", "range", "with", "break", "continue"),
        *("define", "block", "template", "nil"),
    )
)


class TokenKind(StrEnum):
    """What a token is; its text says which."""

    TEXT = "text"
    LEFT = "left delimiter"
    RIGHT = "right delimiter"
    SPACE = "space"
    KEYWORD = "keyword"
    IDENTIFIER = "identifier"
    BOOL = "bool"
    DOT = "dot"
    FIELD = "field"
    VARIABLE = "variable"
    STRING = "string"
    CHAR = "character constant"
    NUMBER = "number"
    ASSIGN = "="
    DECLARE = ":="
    PIPE = "|"
    OPEN = "("
    CLOSE = ")"
    OTHER = "character"
    END = "end of template"


@dataclass(frozen=True, slots=True)
class Token:
    """One token and the line it starts on, from 1."""

    kind: TokenKind
    text: str
    line: int


_SIMPLE = {
    "=": TokenKind.ASSIGN,
    "|": TokenKind.PIPE,
    "(": TokenKind.OPEN,
    ")": TokenKind.CLOSE,
}


def tokenize(source: str) -> Iterator[Token]:
    """Give the tokens of *source*, a ``TokenKind.END`` last.

    Raises ``TemplateSyntaxError``.

    >>> [token.text for token in tokenize("a<<.B>>") if token.kind != TokenKind.END]
    ['a', '<<', '.B', '>>']
    """
    return _Lexer(source).run()


class _Lexer:
    """Walks the source once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0

    def run(self) -> Iterator[Token]:
        trim = False
        while True:
            opening = self._source.find(LEFT, self._at)
            text = self._source[self._at : None if opening < 0 else opening]
            if trim:
                text = text.lstrip(_SPACES)
            trims_before = _TRIM_LEFT.match(self._source, max(opening, 0))
            if opening >= 0 and trims_before:
                text = text.rstrip(_SPACES)
            if text:
                yield self._token(TokenKind.TEXT, text)
            if opening < 0:
                self._at = len(self._source)
                yield self._token(TokenKind.END, "")
                return
            self._at = opening
            after = opening + (len(LEFT) + 2 if trims_before else len(LEFT))
            if self._source.startswith("/*", after):
                trim = self._skip_comment(after)
                continue
            yield self._token(TokenKind.LEFT, LEFT)
            self._at = after
            yield from self._action()
            trim = self._source[self._at - 3 : self._at] == "-" + RIGHT

    def _skip_comment(self, start: int) -> bool:
        """Skip a comment; tell whether it trims the text behind it."""
        end = _COMMENT_END.search(self._source, start + 2)
        if self._source.find("*/", start + 2) < 0:
            raise self._error("unclosed comment")
        if end is None or end.start() != self._source.find("*/", start + 2):
            raise self._error("comment ends before closing delimiter")
        self._at = end.end()
        return end.group().endswith("->>")

    def _action(self) -> Iterator[Token]:
        """Give the tokens up to and with the right delimiter."""
        self._depth = 0
        while True:
            length = self._right_delimiter()
            if length:
                if self._depth:
                    raise self._error("unclosed left paren")
                yield self._token(TokenKind.RIGHT, RIGHT)
                self._at += length
                return
            token = self._inside()
            yield token
            self._at += len(token.text)

    def _right_delimiter(self) -> int:
        """Give the length of a right delimiter here, trim marker included."""
        if self._source.startswith(RIGHT, self._at):
            return len(RIGHT)
        trims = _TRIM_RIGHT.match(self._source, self._at)
        return len(trims.group()) if trims else 0

    def _inside(self) -> Token:
        if self._at >= len(self._source):
            raise self._error("unclosed action")
        char = self._source[self._at]
        if char in _SPACES:
            return self._space()
        if char in "\"`'":
            return self._quoted(char)
        if char in _SIMPLE or char == ":":
            return self._symbol(char)
        return self._value(char)

    def _symbol(self, char: str) -> Token:
        if char == ":":
            if self._source.startswith(":=", self._at):
                return self._token(TokenKind.DECLARE, ":=")
            raise self._error("expected :=")
        self._depth += {"(": 1, ")": -1}.get(char, 0)
        if self._depth < 0:
            raise self._error("unexpected right paren")
        return self._token(_SIMPLE[char], char)

    def _value(self, char: str) -> Token:
        following = self._source[self._at + 1 : self._at + 2]
        if char == "$":
            return self._named(TokenKind.VARIABLE, 1)
        if char == "." and not following.isdigit():
            return self._field()
        if char in "+-.0123456789":
            return self._number()
        if _WORD.match(char):
            return self._word()
        if char.isascii() and char.isprintable():
            return self._token(TokenKind.OTHER, char)
        raise self._error(f"unrecognized character in action: {char!r}")

    def _space(self) -> Token:
        end = self._at
        while end < len(self._source) and self._source[end] in _SPACES:
            if end > self._at and _TRIM_RIGHT.match(self._source, end):
                break
            end += 1
        return self._token(TokenKind.SPACE, self._source[self._at : end])

    def _quoted(self, quote: str) -> Token:
        pattern, kind, what = {
            '"': (_STRING, TokenKind.STRING, "unterminated quoted string"),
            "`": (_RAW, TokenKind.STRING, "unterminated raw quoted string"),
            "'": (_CHAR, TokenKind.CHAR, "unterminated character constant"),
        }[quote]
        found = pattern.match(self._source, self._at)
        if found is None:
            raise self._error(what)
        return self._token(kind, found.group())

    def _field(self) -> Token:
        if not _WORD.match(self._source, self._at + 1):
            self._check_terminator(self._at + 1)
            return self._token(TokenKind.DOT, ".")
        return self._named(TokenKind.FIELD, 1)

    def _named(self, kind: TokenKind, prefix: int) -> Token:
        found = _WORD.match(self._source, self._at + prefix)
        end = found.end() if found else self._at + prefix
        self._check_terminator(end)
        return self._token(kind, self._source[self._at : end])

    def _number(self) -> Token:
        found = _NUMBER.match(self._source, self._at)
        text = found.group() if found else self._source[self._at]
        following = self._source[self._at + len(text) :][:1]
        if found is None or following.isalnum() or following == "_":
            raise self._error(f"bad number syntax: {text + following!r}")
        return self._token(TokenKind.NUMBER, text)

    def _word(self) -> Token:
        token = self._named(TokenKind.IDENTIFIER, 0)
        if token.text in KEYWORDS:
            return Token(TokenKind.KEYWORD, token.text, token.line)
        if token.text in ("true", "false"):
            return Token(TokenKind.BOOL, token.text, token.line)
        return token

    def _check_terminator(self, end: int) -> None:
        """Refuse a name that runs into something else: ``.a+b``."""
        following = self._source[end : end + 1]
        if following and following not in _SPACES + ".,|:)(":
            if self._source.startswith(RIGHT, end):
                return
            raise self._error(f"bad character {following!r}")

    def _token(self, kind: TokenKind, text: str) -> Token:
        return Token(kind, text, self._line())

    def _line(self) -> int:
        return self._source.count("\n", 0, self._at) + 1

    def _error(self, message: str) -> TemplateSyntaxError:
        return TemplateSyntaxError(f"template line {self._line()}: {message}")
