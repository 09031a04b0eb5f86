"""EX110: too many series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family

MAXIMUM_SERIES = 1000
"""Of one family in one scrape."""


def check(family: Family) -> Iterator[Fault]:
    """Find families with more than 1000 series in one scrape.

    That is a label which holds what it should not: users, paths, queries. Each series
    costs memory in Prometheus for hours, for every pod that ever exposed it.
    """
    number = len(family.samples)
    if number > MAXIMUM_SERIES:
        text = f"{family.name!r} has {number} series in one scrape"
        hint = f"more than {MAXIMUM_SERIES}: bound its labels"
        yield Fault(family.line, text, hint)
