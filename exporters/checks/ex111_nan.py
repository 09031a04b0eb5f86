"""EX111: a value that is none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find samples that are NaN, but for summaries without an observation.

    A comparison with NaN is false: neither alert nor autoscaler does anything, and
    a sum over several pods is NaN as a whole.
    """
    for sample in family.samples:
        if math.isnan(sample.value) and family.kind != "summary":
            text = f"{sample.name!r} is NaN"
            yield Fault(sample.line, text, "leave a series out that has no value")
