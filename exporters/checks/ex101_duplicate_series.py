"""EX101: a series stands there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.checks.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporters.exposition_text import Family


def check(family: Family) -> Iterator[Fault]:
    """Find samples with the same name and the same labels.

    Prometheus keeps one of the two and says nothing by default: which value an
    autoscaler sees is chance. The order of the labels makes no difference.
    """
    first: dict[tuple[object, ...], int] = {}
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels)))
        if key in first:
            text = f"{sample.name!r} with these labels stands on line {first[key]} too"
            yield Fault(sample.line, text, "expose each series once")
        first.setdefault(key, sample.line)
