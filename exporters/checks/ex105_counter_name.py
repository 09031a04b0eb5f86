"""EX105: a counter without _total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find counters whose name does not end in ``_total``.

    By the ending people know to take a rate; a counter without it is compared with
    a target as it stands, and then only ever scales up. In OpenMetrics the family
    has no ending and its sample does: that is right.
    """
    named = family.samples[0].name if family.samples else family.name
    if family.kind == "counter" and not named.endswith("_total"):
        text = f"the counter {family.name!r} does not end in _total"
        yield Fault(family.line, text, "by the ending people know to take a rate")
