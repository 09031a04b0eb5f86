"""Go's regular expressions: RE2, and the expansion of ``$1`` in a replacement.

The one module that imports re2 (untyped). Python's own ``re`` accepts what the
adapter rejects, and the other way round. What is matched belongs to the stages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2  # type: ignore[import-untyped]  # has no stubs: its Any ends in this module

from adapter_rules.errors import RegexError

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECES = re.compile(
    r"\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]"
    r"|\(\?P?<(?P<name>\w+)>",
    re.DOTALL,
)
_REFERENCE = re.compile(r"\$(?:(\$)|(\w+)|\{(\w+)\})")


class Regex:
    """A compiled expression, searched unanchored unless it says otherwise.

    >>> Regex("^(.*)_total$").expand("${1}_per_second", "http_requests_total")
    'http_requests_per_second'
    >>> Regex("^(.*)_total$").expand("$1_x", "http_requests_total")
    ''
    """

    def __init__(self, pattern: str) -> None:
        """Compile *pattern*; raises ``RegexError``."""
        self.pattern = pattern
        self._compiled = _compile(pattern)

    @property
    def groups(self) -> int:
        """How many capture groups there are, named or not."""
        return int(self._compiled.groups)

    @property
    def names(self) -> dict[str, int]:
        """The named groups and their numbers."""
        names: dict[str, int] = self._compiled.groupindex
        return names

    def matches(self, text: str) -> bool:
        """Whether the expression is found anywhere in *text*."""
        return self._compiled.search(text) is not None

    def captures(self, text: str) -> dict[str, str] | None:
        """Give the named groups of the first match; ``None`` without a match.

        A group that took no part in the match is empty, as in Go.
        """
        found = self._compiled.search(text)
        if found is None:
            return None
        return {name: found.group(name) or "" for name in self._compiled.groupindex}

    def expand(self, template: str, text: str) -> str | None:
        """Expand *template* from the first match; ``None`` without a match.

        As ``Regexp.ExpandString``: the longest word after ``$`` is the name,
        unknown groups are empty, ``$$`` is a dollar sign.
        """
        found = self._compiled.search(text)
        if found is None:
            return None
        return _REFERENCE.sub(self._resolver(found), template)

    def _resolver(self, found: Any) -> Callable[[re.Match[str]], str]:
        def resolve(reference: re.Match[str]) -> str:
            if reference.group(1):
                return "$"
            name = reference.group(2) or reference.group(3)
            if name.isascii() and name.isdigit() and str(int(name)) == name:
                return found.group(int(name)) or "" if int(name) <= self.groups else ""
            return found.group(name) or "" if name in self.names else ""

        return resolve

    def __repr__(self) -> str:
        """Show the pattern."""
        return f"Regex({self.pattern!r})"


def check(pattern: str) -> str:
    """Give *pattern* back if RE2 accepts it; for validators of a file's fields.

    Raises ``RegexError``.
    """
    _compile(pattern)
    return pattern


def full(pattern: str) -> Regex:
    """Compile *pattern* to match whole texts, as PromQL's ``=~`` does.

    Raises ``RegexError``.
    """
    check(pattern)
    return Regex(f"^(?s:{pattern})$")


@lru_cache(maxsize=4096)
def _compile(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise RegexError(f"{_reason(error)} in {pattern!r}") from None
    _refuse_what_go_refuses(pattern)
    return compiled


def _refuse_what_go_refuses(pattern: str) -> None:
    """Refuse one byte (backslash C) and repeated group names: RE2 takes them."""
    names: set[str] = set()
    for piece in _PIECES.finditer(pattern):
        name = piece["name"]
        if name in names:
            raise RegexError(f"two groups are called {name!r} in {pattern!r}")
        if name:
            names.add(name)
        if piece.group() == r"\C":
            raise RegexError(rf"\C is not known in {pattern!r}")


def _reason(error: Exception) -> str:
    first = error.args[0] if error.args else ""
    text = first.decode(errors="replace") if isinstance(first, bytes) else str(first)
    return text or "not a regular expression"
