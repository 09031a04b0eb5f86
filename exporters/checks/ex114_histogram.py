"""EX114: a histogram without buckets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find histograms that lack ``_bucket``, ``_sum`` or ``_count``.

    No quantile and no average can be taken from it, so the metric that one would scale
    on does not exist.
    """
    if family.kind != "histogram" or not family.samples:
        return
    endings = Counter(s.name.removeprefix(family.name) for s in family.samples)
    lacking = [end for end in ("_bucket", "_sum", "_count") if not endings[end]]
    if lacking:
        text = f"the histogram {family.name!r} has no {', '.join(lacking)}"
        yield Fault(family.line, text, "no quantile can be taken from it")
