"""EX121: a type that changes between two scrapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(earlier: Family, family: Family) -> Iterator[Fault]:
    """Find families whose type is another one than a scrape before.

    The type is the metric's and not the value's. WMCore takes it from Python's type
    of the value, so that a counter is a gauge after the first request.
    """
    if earlier.kind != family.kind:
        text = f"the type of {family.name!r} was {earlier.kind} and is {family.kind}"
        yield Fault(family.line, text, "the type is the metric's, not the value's")
