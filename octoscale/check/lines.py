"""The lines of a YAML text and how far in they stand, whether it is YAML or not.

Finds what a reader of YAML takes silently or cannot explain: items that became
part of the text above them, lines that stand where nothing above them does, and
keys that stand there twice.
Block texts, quoted texts and flow collections are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

_BLOCK = re.compile(r"[|>][-+0-9]*\Z")
_KEY = re.compile(
    r"""(?:"[^"]*"|'[^']*'|[^\s#:{}\[\],&*!|>'"%@`-](?:[^#:]|:(?=\S)|(?<!\s)\#)*?)
    \s*:(?=\s|\Z)""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"(?:^|\s)#.*\Z")
_BORDERS = ("---", "...")


@dataclass(frozen=True, slots=True)
class Oddity:
    """One line that stands strangely."""

    line: int
    column: int
    kind: Literal["swallowed", "deeper", "nowhere", "repeated"]
    text: str
    """The line without its indentation, or the key that stands there twice."""

    above: int
    """The line that it belongs to, or that it differs from."""

    count: int = 1
    """How many items were swallowed by one text."""


@dataclass(slots=True)
class _Scanner:
    """Where the scan is; one for a text."""

    found: list[Oddity]
    columns: list[tuple[int, int]]
    """Columns that something stands in, outer first, with their last line."""

    block: int | None = None
    """The column that a block text must be right of."""

    closing: str = ""
    """What ends the quoted text or the flow collection that is open."""

    depth: int = 0
    scalar: tuple[int, int] | None = None
    """Column of the entry whose plain text may go on, and its line."""

    filled: tuple[int, int] | None = None
    """Column and line of the last entry, once it has its value."""

    swallowing: bool = False
    keys: dict[int, dict[str, int]] = field(default_factory=dict)
    """The keys of the open mappings with their lines, by column."""


def oddities(text: str) -> list[Oddity]:
    r"""Find the lines that stand strangely; columns count from 1.

    >>> [found] = oddities("command:\n- sh\n - -c\n")
    >>> found.kind, found.line, found.above
    ('swallowed', 3, 2)
    """
    scanner = _Scanner([], [])
    for number, line in enumerate(text.splitlines(), start=1):
        _line(scanner, number, line)
    return scanner.found


def _line(scanner: _Scanner, number: int, line: str) -> None:
    stripped = line.strip()
    indent = len(line) - len(line.lstrip(" "))
    if scanner.block is not None:
        if not stripped or indent > scanner.block:
            return
        scanner.block = None
    if scanner.closing:
        _go_on(scanner, stripped)
    elif stripped.startswith("#"):
        scanner.scalar = None
    elif line.startswith(_BORDERS):
        scanner.columns, scanner.swallowing, scanner.keys = [], False, {}
        scanner.scalar = scanner.filled = None
    elif stripped:
        _content(scanner, number, indent, stripped)


def _content(scanner: _Scanner, number: int, indent: int, stripped: str) -> None:
    if scanner.scalar is not None and indent > scanner.scalar[0]:
        _continuation(scanner, number, indent, stripped)
        return
    scanner.swallowing = False
    if scanner.filled is not None and indent > scanner.filled[0]:
        above = scanner.filled[1]
        scanner.found.append(Oddity(number, indent + 1, "deeper", stripped, above))
    _place(scanner, number, indent, stripped)
    parent, value = _entries(scanner, number, indent, stripped)
    _value(scanner, number, parent, value)


def _continuation(scanner: _Scanner, number: int, indent: int, stripped: str) -> None:
    """Take a line that continues the plain text above it."""
    assert scanner.scalar is not None  # noqa: S101 - the caller has looked
    is_item = stripped == "-" or stripped.startswith("- ")
    if is_item and scanner.swallowing and scanner.found:
        last = scanner.found[-1]
        scanner.found[-1] = Oddity(
            last.line, last.column, last.kind, last.text, last.above, last.count + 1
        )
    elif not scanner.swallowing and (is_item or _KEY.match(stripped)):
        kind: Literal["swallowed", "deeper"] = "swallowed" if is_item else "deeper"
        above = scanner.scalar[1]
        scanner.found.append(Oddity(number, indent + 1, kind, stripped, above))
        scanner.swallowing = True


def _place(scanner: _Scanner, number: int, indent: int, stripped: str) -> None:
    """Note a line that stands between the columns above it."""
    left = 0
    while scanner.columns and scanner.columns[-1][0] > indent:
        column, left = scanner.columns.pop()
        scanner.keys.pop(column, None)
    known = bool(scanner.columns) and scanner.columns[-1][0] == indent
    if left and not known:
        scanner.found.append(Oddity(number, indent + 1, "nowhere", stripped, left))


def _entries(
    scanner: _Scanner, number: int, indent: int, stripped: str
) -> tuple[int, str]:
    """Take the dashes and the key; give the column they stand in and the rest."""
    column, rest, parent = indent, stripped, indent
    while rest == "-" or rest.startswith("- "):
        _open(scanner, column, number)
        parent = column
        inner = rest[1:].lstrip()
        column += len(rest) - len(inner)
        rest = inner
    key = _KEY.match(rest)
    if key is not None:
        _open(scanner, column, number)
        _key(scanner, column, number, key.group())
        parent, rest = column, rest[key.end() :].strip()
    return parent, rest


def _key(scanner: _Scanner, column: int, number: int, text: str) -> None:
    """Note a key that its mapping has already."""
    name = text.rstrip(": ").strip("\"'")
    first = scanner.keys.setdefault(column, {}).setdefault(name, number)
    if first != number and name != "<<":
        scanner.found.append(Oddity(number, column + 1, "repeated", name, first))


def _open(scanner: _Scanner, column: int, number: int) -> None:
    if scanner.columns and scanner.columns[-1][0] == column:
        scanner.columns[-1] = (column, number)
    else:
        scanner.columns.append((column, number))


def _value(scanner: _Scanner, number: int, parent: int, value: str) -> None:
    """Note what kind of value a line begins."""
    plain = value
    if not value.startswith(('"', "'")):
        plain = _COMMENT.sub("", value).strip()
    commented = plain != value
    scanner.scalar = scanner.filled = None
    if not plain or plain[0] in "&!*":
        return
    scanner.filled = (parent, number)
    if _BLOCK.match(plain):
        scanner.block = parent
    elif plain[0] in "\"'":
        if not _is_closed(plain):
            scanner.closing = plain[0]
    elif plain[0] in "{[":
        scanner.depth = _balance(plain)
        scanner.closing = "}" if scanner.depth > 0 else ""
    elif not commented:
        scanner.scalar = (parent, number)


def _go_on(scanner: _Scanner, stripped: str) -> None:
    """Look for the end of what spans several lines."""
    if scanner.closing == "}":
        scanner.depth += _balance(stripped)
        if scanner.depth <= 0:
            scanner.closing = ""
    elif scanner.closing in stripped:
        scanner.closing = ""


def _is_closed(text: str) -> bool:
    return text.find(text[0], 1) > 0


def _balance(text: str) -> int:
    return sum(text.count(c) for c in "{[") - sum(text.count(c) for c in "}]")
