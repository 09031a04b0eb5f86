"""A figure that a run was made with, and why one should believe it.

Drivers list theirs; every report shows them. What a figure does is up to the
driver that has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where a figure comes from, from the firmest ground to the softest."""

    MEASURED = "measured"
    DOCUMENTED = "documented"
    GIVEN = "given"
    """By the user, on the command line or in a file."""

    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One figure, with its unit and its source.

    >>> str(Parameter(name="nodes", value="8", unit="", source=Source.DOCUMENTED))
    'nodes = 8 (documented)'
    """

    name: str
    """As ``--set`` takes it, where it can be set."""

    value: str
    """As people read it; numbers without rounding."""

    unit: str
    source: Source
    note: str = ""
    """Who measured or documented it, or why it is assumed; one line."""

    def __str__(self) -> str:
        """Put the figure on one line."""
        value = f"{self.value} {self.unit}".rstrip()
        note = f": {self.note}" if self.note else ""
        return f"{self.name} = {value} ({self.source}{note})"
