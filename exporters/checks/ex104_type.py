"""EX104: a family without a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family

_TYPES = ("counter", "gauge", "histogram", "summary", "untyped", "unknown", "info")


def check(family: Family) -> Iterator[Fault]:
    """Find families without a TYPE, or with one that is none.

    Without it nobody knows whether to take a rate: rule generators, dashboards and
    Prometheus' own hints go by the type.
    """
    if family.samples and not family.types:
        text = f"{family.name!r} has no TYPE"
        yield Fault(family.line, text, "say counter or gauge")
    for line, kind in family.types:
        if kind not in _TYPES:
            text = f"{family.name!r} has a type that is none: {kind!r}"
            yield Fault(line, text, f"one of {', '.join(_TYPES)}")
