"""EX106: a gauge that ends in _total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find gauges whose name ends in ``_total``.

    A rate is taken of it by whoever trusts the ending, and the rate of a gauge means
    nothing: each time it falls looks like a restart.
    """
    if family.kind == "gauge" and family.name.endswith("_total"):
        text = f"the gauge {family.name!r} ends in _total like a counter"
        yield Fault(family.line, text, "name it for what it counts")
