"""EX116: addresses or ids in labels.

Judged by form: a whole number of twelve digits or more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find labels that name something by an address or an id of one process.

    Each restart makes new series of the same thing, and the old ones stay for as long
    as Prometheus keeps them. cpy_exporter names threads so.
    """
    for sample in family.samples:
        bad = [n for n, value in sample.labels if re.fullmatch(r"\d{12,}", value)]
        if bad:
            text = f"{sample.name!r} names something by an address or id: {bad[0]}"
            yield Fault(sample.line, text, "each restart makes new series")
            return
