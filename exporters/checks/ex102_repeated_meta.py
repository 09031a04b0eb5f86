"""EX102: hELP or TYPE is given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find families whose HELP or TYPE has a second line.

    Strict parsers refuse the whole scrape; Prometheus takes the last. dbs2go prints its
    average times so, twice.
    """
    for word, lines in (("HELP", family.helps), ("TYPE", family.types)):
        for line, _ in lines[1:]:
            text = f"{word} of {family.name!r} is given twice"
            yield Fault(line, text, "once for a family, before its first sample")
