"""EX122: a counter that goes down between two scrapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(earlier: Family, family: Family) -> Iterator[Fault]:
    """Find counters with a lower value than a scrape before.

    That is a restart, or a gauge that is called a counter: ``rate`` takes every fall
    for a restart and adds what was there before.
    """
    known = {(s.name, s.labels): s.value for s in earlier.samples}
    for sample in family.samples:
        last = known.get((sample.name, sample.labels))
        if family.kind == "counter" and last is not None and sample.value < last:
            text = f"the counter {sample.name!r} went from {last:g} to {sample.value:g}"
            yield Fault(sample.line, text, "a restart, or a gauge")
