"""MF102: a line that stands where nothing above it does.

Only in documents that cannot be read; what a wrong indentation does to a document
that can be read is told by its fields (MF201) and lists (MF101).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context
    from octoscale.check.lines import Oddity


def check(context: Context) -> Iterator[Finding]:
    """Find the line with which the indentation of a document breaks.

    YAML's own message often names a later line, where nothing else was possible
    any more. Here it is the first line that is indented deeper than an entry that
    has its value already, or less than its siblings and not like any parent:
    two habits of indentation that met in one file, mostly.
    """
    for read in context.reads:
        for lines in read.broken:
            odd = next((one for one in read.oddities if one.line in lines), None)
            if odd is not None and odd.kind != "swallowed":
                yield Finding(
                    code="MF102",
                    severity=Severity.ERROR,
                    place=Place(file=read.file.name, line=odd.line, column=odd.column),
                    message=_words(odd),
                    hint="indent it like the line that it goes with",
                )


def _words(odd: Oddity) -> str:
    shown = odd.text if len(odd.text) <= 60 else odd.text[:59] + "…"
    if odd.kind == "deeper":
        return (
            f"{shown!r} is indented below line {odd.above}, which has its value already"
        )
    return (
        f"{shown!r} stands in column {odd.column}, between line {odd.above} and "
        "its parents"
    )
