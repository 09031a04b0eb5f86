"""EX112: samples with timestamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find samples that say when they were measured.

    Such a series does not go stale when its source is gone: an autoscaler reads the
    last value for five minutes more.
    """
    for sample in family.samples:
        if sample.has_timestamp:
            text = f"{sample.name!r} brings its own timestamp"
            hint = "leave it out, so that the series goes stale with its source"
            yield Fault(sample.line, text, hint)
            return
