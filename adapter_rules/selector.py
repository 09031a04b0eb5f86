"""Kubernetes label selectors in their text form, parsed as the API server does.

Follows ``k8s.io/apimachinery/pkg/labels``: requirements come out sorted by key,
values sorted and without repeats, and errors in its words, since clients see
them. How a requirement becomes a PromQL matcher is ``stages.querying``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from adapter_rules import labelsyntax
from adapter_rules.errors import SelectorError

_SPECIAL = "=!(),><"
_SPACES = " \t\r\n"
_SYMBOLS = frozenset((")", ",", "!", "==", "=", ">", "<", "!=", "("))
_END = ""


class Operator(StrEnum):
    """How a requirement compares."""

    EQUALS = "="
    DOUBLE_EQUALS = "=="
    NOT_EQUALS = "!="
    IN = "in"
    NOT_IN = "notin"
    GREATER_THAN = "gt"
    LESS_THAN = "lt"
    EXISTS = "exists"
    DOES_NOT_EXIST = "!"


_BINARY = {
    "in": Operator.IN,
    "notin": Operator.NOT_IN,
    "=": Operator.EQUALS,
    "==": Operator.DOUBLE_EQUALS,
    "!=": Operator.NOT_EQUALS,
    ">": Operator.GREATER_THAN,
    "<": Operator.LESS_THAN,
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition on one label."""

    key: str
    operator: Operator
    values: tuple[str, ...] = ()
    """Sorted; empty for ``EXISTS`` and ``DOES_NOT_EXIST``."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Requirements that all must hold; none at all selects everything.

    >>> Selector.parse("tier!=cache,app in (web, api)").requirements[0].values
    ('api', 'web')
    """

    requirements: tuple[Requirement, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Selector:
        """Read a selector; raises ``SelectorError`` in the API server's words.

        >>> Selector.parse("a=b=c")
        Traceback (most recent call last):
        adapter_rules.errors.SelectorError: found '=', expected: ',' or 'end of string'
        """
        requirements = _Parser(text).parse()
        return cls(tuple(sorted(requirements, key=lambda r: r.key)))


EVERYTHING = Selector()
"""The selector without requirements."""


class _Parser:
    """Recursive descent over the tokens; the end is an empty one."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0

    def parse(self) -> list[Requirement]:
        found: list[Requirement] = []
        if self._peek() == _END:
            return found
        if not self._is_start():
            raise self._expected("!, identifier, or 'end of string'")
        while True:
            try:
                found.append(self._requirement())
            except SelectorError as error:
                raise SelectorError(f"unable to parse requirement: {error}") from None
            word = self._next()
            if word == _END:
                return found
            if word != ",":
                raise _expected(word, "',' or 'end of string'")
            if not self._is_start():
                raise self._expected("identifier after ','")

    def _requirement(self) -> Requirement:
        negated = self._peek() == "!"
        if negated:
            self._next()
        key = self._next()
        if not _is_identifier(key):
            raise _expected(key, "identifier")
        labelsyntax.check_key(key, path="<nil>")
        if negated:
            return Requirement(key, Operator.DOES_NOT_EXIST)
        if self._peek() in (_END, ","):
            return Requirement(key, Operator.EXISTS)
        return self._comparison(key)

    def _comparison(self, key: str) -> Requirement:
        word = self._next()
        if word not in _BINARY:
            raise _expected(word, "in, notin, =, ==, !=, gt, lt")
        operator = _BINARY[word]
        if operator in (Operator.IN, Operator.NOT_IN):
            values = self._values()
        else:
            values = {self._exact_value()}
        ordered = tuple(sorted(values))
        labelsyntax.check_values(
            key,
            ordered,
            integers=operator in (Operator.GREATER_THAN, Operator.LESS_THAN),
        )
        return Requirement(key, operator, ordered)

    def _exact_value(self) -> str:
        if self._peek() in (_END, ","):
            return ""
        word = self._next()
        if not _is_identifier(word):
            raise _expected(word, "identifier")
        return word

    def _values(self) -> set[str]:
        """Read ``(a, b)``; nothing between two commas is an empty value."""
        word = self._next()
        if word != "(":
            raise SelectorError(f"found '{word}' expected: '('")
        if self._peek() == ")":
            self._next()
            return {""}
        if self._peek() != "," and not _is_identifier(self._peek()):
            raise self._expected("',', ')' or identifier")
        values: set[str] = set()
        while not self._value(values):
            pass
        self._next()
        return values

    def _value(self, values: set[str]) -> bool:
        """Read one value or comma; tell whether the list ends behind it."""
        word = self._next()
        following = self._peek()
        if _is_identifier(word):
            values.add(word)
            if following not in (",", ")"):
                raise self._expected("',' or ')'")
            return following == ")"
        if word != ",":
            raise _expected(word, "',', or identifier")
        if not values or following in (",", ")"):
            values.add("")
        if following == ",":
            self._next()
        return following == ")"

    def _is_start(self) -> bool:
        return self._peek() == "!" or _is_identifier(self._peek())

    def _peek(self) -> str:
        return self._tokens[self._at]

    def _next(self) -> str:
        word = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return word

    def _expected(self, wanted: str) -> SelectorError:
        return _expected(self._peek(), wanted)


def _expected(word: str, wanted: str) -> SelectorError:
    return SelectorError(f"found '{word}', expected: {wanted}")


def _is_identifier(word: str) -> bool:
    return bool(word) and word[0] not in _SPECIAL


def _tokens(text: str) -> list[str]:
    found, at = list[str](), 0
    while at < len(text):
        char = text[at]
        if char in _SPACES:
            at += 1
            continue
        end = _symbol_end(text, at) if char in _SPECIAL else _word_end(text, at)
        found.append(text[at:end])
        at = end
    return [*found, _END]


def _symbol_end(text: str, at: int) -> int:
    """Take the longest symbol, as long as each beginning of it is one."""
    end = at + 1
    while text[at : end + 1] in _SYMBOLS and end < len(text):
        end += 1
    return end


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in _SPECIAL + _SPACES:
        at += 1
    return at
