"""A problem in somebody's input, as a value with a place.

Exceptions live in ``octoscale.core.errors``; how a finding is shown lives in
the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is, from worst to mildest."""

    ERROR = "error"
    """The input cannot do what it says: it is refused, or silently broken."""

    WARNING = "warning"
    """It works today and will surprise somebody."""

    INFO = "info"
    """Worth knowing; nothing has to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in an input. Lines and columns count from 1."""

    file: str | None = None
    """As the user named it; ``-`` for standard input."""

    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Join the known parts the way compilers do.

        >>> str(Place(file="octoscale.yaml", line=3, column=7))
        'octoscale.yaml:3:7'
        >>> str(Place())
        '<input>'
        """
        parts = [self.file or "<input>"]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem: what it is, where it stands, and the way out.

    >>> finding = Finding(
    ...     code="YA002",
    ...     severity=Severity.ERROR,
    ...     place=Place(file="hpa.yaml", line=4, column=3),
    ...     message="duplicate key 'port'; the first is on line 2",
    ...     hint="remove one of the two",
    ... )
    >>> print(finding)
    hpa.yaml:4:3: error YA002: duplicate key 'port'; the first is on line 2
    """

    code: str
    """Two or three capital letters and three digits, stable for ever."""

    severity: Severity
    message: str
    """One line in plain words, naming the offending value."""

    place: Place = Place()
    hint: str = ""
    """The way out, in one line; empty when the message says it already."""

    def __str__(self) -> str:
        """Write the finding on one line, place first."""
        return f"{self.place}: {self.severity} {self.code}: {self.message}"
