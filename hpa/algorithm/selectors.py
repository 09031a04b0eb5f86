"""Label selectors as text: whether the controller can use one.

Upstream's ``labels.Parse``, as a check only: which pods a selector finds is the
port's business.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^=!(),<> \t\r\n]+)|(\Z))")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?\Z", re.ASCII)
_DOMAIN = re.compile(
    r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\Z",
    re.ASCII,
)
_INTEGER = re.compile(r"[+-]?[0-9]+\Z", re.ASCII)


@lru_cache(maxsize=256)
def selector_problem(text: str) -> str:
    """Say why *text* is no label selector; empty when it is one.

    Answers are kept: an HPA asks about the same selector at every sync.

    >>> selector_problem("app=web,tier in (front, back),!canary")
    ''
    >>> selector_problem("a=b,,c in (")
    "expected a label name, found ','"
    """
    try:
        _Parser(text).requirements()
    except _BadSelectorError as error:
        return str(error)
    return ""


class _BadSelectorError(Exception):
    """Ends the parsing; never leaves this module."""


class _Parser:
    """Reads requirements from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, bool]] = []
        """Each token, and whether it is a word (not punctuation)."""
        position = 0
        while match := _TOKEN.match(text, position):
            position = match.end()
            if match.group(3) is not None:
                break
            self._tokens.append((match.group(match.lastindex or 0), match[1] is None))
        self._tokens.append(("", False))
        self._next = 0

    def requirements(self) -> None:
        """Read the whole selector; a comma must be followed by a requirement."""
        if self._peek() == ("", False):
            return
        self._requirement()
        while self._take_if(","):
            self._requirement()
        if self._peek()[0]:
            self._expected("',' or the end")

    def _requirement(self) -> None:
        if self._take_if("!"):
            self._key()
            return
        self._key()
        operator = self._peek()[0]
        if operator in ("", ","):
            return
        self._next += 1
        if operator in ("=", "==", "!="):
            self._value(self._word_or_nothing())
        elif operator in ("in", "notin"):
            self._set()
        elif operator in ("<", ">"):
            value = self._word_or_nothing()
            if not _INTEGER.match(value):
                raise _BadSelectorError(f"{value!r} is not an integer")
        else:
            self._next -= 1
            self._expected("an operator")

    def _set(self) -> None:
        if not self._take_if("("):
            self._expected("'('")
        if self._peek()[0] == ")":
            raise _BadSelectorError("a set of values must not be empty")
        self._value(self._word_or_nothing())
        while self._take_if(","):
            self._value(self._word_or_nothing())
        if not self._take_if(")"):
            self._expected("',' or ')'")

    def _key(self) -> None:
        key, is_word = self._peek()
        if not is_word:
            self._expected("a label name")
        self._next += 1
        prefix, slash, name = key.rpartition("/")
        if slash and not (len(prefix) <= 253 and _DOMAIN.match(prefix)):
            raise _BadSelectorError(f"{prefix!r} is not a label prefix")
        if not _NAME.match(name):
            raise _BadSelectorError(f"{key!r} is not a label name")

    def _value(self, value: str) -> None:
        if value and not _NAME.match(value):
            raise _BadSelectorError(f"{value!r} is not a label value")

    def _word_or_nothing(self) -> str:
        word, is_word = self._peek()
        if not is_word:
            return ""
        self._next += 1
        return word

    def _peek(self) -> tuple[str, bool]:
        return self._tokens[self._next]

    def _take_if(self, wanted: str) -> bool:
        if self._peek() != (wanted, False):
            return False
        self._next += 1
        return True

    def _expected(self, what: str) -> None:
        found = repr(self._peek()[0]) if self._peek()[0] else "the end"
        raise _BadSelectorError(f"expected {what}, found {found}")
