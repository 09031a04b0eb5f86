"""EX109: measured values in labels.

Judged by form: a number with three or more decimals. Bucket and quantile labels are
numbers by right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family

_NUMBER = re.compile(r"-?\d+\.\d{3,}\Z")


def check(family: Family) -> Iterator[Fault]:
    """Find labels that hold a measurement.

    Each scrape makes a new series of it, which no query can follow and which fills
    Prometheus' memory. WMCore's worker threads are exposed so.
    """
    for sample in family.samples:
        bad = [
            name
            for name, value in sample.labels
            if _NUMBER.match(value) and name not in {"le", "quantile"}
        ]
        if bad:
            text = f"{sample.name!r} holds measured values in labels: {', '.join(bad)}"
            hint = "each scrape makes a new series; expose a value"
            yield Fault(sample.line, text, hint)
            return
