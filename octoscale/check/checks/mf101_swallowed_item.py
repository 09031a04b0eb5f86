"""MF101: an item of a list that became part of the text above it.

Found by the lines alone, so also in a file that is no YAML. Lines that YAML cannot
make sense of are MF102's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find a ``-`` that stands deeper than the plain text above it.

    A plain text goes on as long as the lines stand deeper than its entry, and a
    ``-`` there is a letter like any other: ``- /bin/sh`` with `` - -c`` below it is
    the one word ``/bin/sh - -c``. The file is valid YAML and the object is taken;
    the command is another one.
    """
    for read in context.reads:
        for odd in read.oddities:
            if odd.kind != "swallowed":
                continue
            more = "" if odd.count == 1 else f", and {odd.count - 1} more below it"
            yield Finding(
                code="MF101",
                severity=Severity.ERROR,
                place=Place(file=read.file.name, line=odd.line, column=odd.column),
                message=f"{odd.text!r} is no item of a list{more}: it is a part of "
                f"the text on line {odd.above}",
                hint="indent the '-' like the '-' of the item above, or put a ':' "
                "behind the key above",
            )
