"""EX115: a counter below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find counters with a negative value.

    A counter starts at zero and grows. A negative one is a mark for "not known", as
    CherryPy's -1 while its statistics are off.
    """
    for sample in family.samples:
        if family.kind == "counter" and sample.value < 0:
            text = f"the counter {sample.name!r} is {sample.value:g}"
            yield Fault(sample.line, text, "leave a series out that has no value")
