"""Spread filler over layers of a size that real images have.

The files themselves are ``filler``'s.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bench.images.entries import Entry, folder_of
from bench.images.filler import filler
from bench.images.layers import STAMP_BYTES, LayerPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYER_BYTES = 600_000_000
"""About the largest layer: a bigger filler is spread over several."""

FOLDER = "usr/share/octoscale/filler"


def fillers(room: int) -> list[LayerPlan]:
    """Plan layers that take *room* bytes on disk in all, their stamps included.

    Less room than a stamp takes stays empty.

    >>> [plan.name for plan in fillers(1_000_000_000)]
    ['filler-1', 'filler-2']
    """
    count = -(-room // LAYER_BYTES)
    left = room - count * STAMP_BYTES
    if left <= 0:
        return []
    sizes = [left // count + (number < left % count) for number in range(count)]
    return [_plan(number, size) for number, size in enumerate(sizes, start=1)]


def _plan(number: int, size: int) -> LayerPlan:
    name = f"filler-{number}"
    return LayerPlan(name=name, entries=partial(_entries, name, size), size=size)


def _entries(name: str, size: int) -> Iterator[Entry]:
    """Give the filler's files with the folders above them."""
    seen: set[str] = set()
    for entry in filler(name, size, f"{FOLDER}/{name}"):
        parts = entry.name.split("/")[:-1]
        for end in range(1, len(parts) + 1):
            folder = "/".join(parts[:end])
            if folder not in seen:
                seen.add(folder)
                yield folder_of(folder)
        yield entry
