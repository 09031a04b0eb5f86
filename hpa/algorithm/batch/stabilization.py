"""The stabilization windows: ``hpa.algorithm.stabilization`` without its scan.

The highest of the recommendations within a window is found in constant time: of
two, the newer one outlives the older one, so an older one that is no higher can
never decide again and is forgotten at once. What is left falls with time, and its
oldest is the highest. In the other direction the same, upside down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import Direction
from hpa.algorithm.batch.compiling import inlined

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Memory, Specs


@inlined
def forget(memory: Memory, row: int, direction: int, cutoff_micros: int) -> int:
    """Forget the recommendations that are not younger; count those left."""
    side = memory.sides[row, direction]
    slots = memory.recommendations.shape[2]
    first, count = int(side["first"]), int(side["count"])
    while (
        count > 0
        and memory.recommendations[row, direction, first]["at_micros"] <= cutoff_micros
    ):
        count -= 1
        first = first + 1 if first + 1 < slots else 0
    side["first"] = first
    side["count"] = count
    return count


@inlined
def remember(
    memory: Memory, row: int, direction: int, replicas: int, now_micros: int
) -> bool:
    """Remember a recommendation instead of all weaker ones; false without a slot."""
    side = memory.sides[row, direction]
    ring = memory.recommendations
    slots = ring.shape[2]
    sign = 1 if direction == Direction.DOWN else -1
    count = int(side["count"])
    last = int(side["first"]) + count - 1
    if last >= slots:
        last -= slots
    while (
        count > 0
        and sign * int(ring[row, direction, last]["replicas"]) <= sign * replicas
    ):
        count -= 1
        last = last - 1 if last > 0 else slots - 1
    if count == slots:
        return False
    last = last + 1 if last + 1 < slots else 0
    if count == 0:
        side["first"] = last
    side["count"] = count + 1
    ring[row, direction, last]["replicas"] = replicas
    ring[row, direction, last]["at_micros"] = now_micros
    return True


@inlined
def remember_both(
    specs: Specs, memory: Memory, row: int, replicas: int, now_micros: int
) -> bool:
    """Remember a recommendation where a window asks for it; false without a slot."""
    up = down = True
    if specs.rules[row, Direction.UP]["hold_micros"] > 0:
        up = remember(memory, row, Direction.UP, replicas, now_micros)
    if specs.rules[row, Direction.DOWN]["hold_micros"] > 0:
        down = remember(memory, row, Direction.DOWN, replicas, now_micros)
    return up and down


@inlined
def strongest(
    memory: Memory, row: int, direction: int, raw: int, cutoff_micros: int
) -> int:
    """Give the lowest (up) or highest (down) of *raw* and the window's others."""
    if forget(memory, row, direction, cutoff_micros) == 0:
        return raw
    first = int(memory.sides[row, direction]["first"])
    past = int(memory.recommendations[row, direction, first]["replicas"])
    return max(raw, past) if direction == Direction.DOWN else min(raw, past)


@inlined
def hold(
    specs: Specs, memory: Memory, row: int, raw: int, current: int, now_micros: int
) -> int:
    """Hold *raw* back by the windows, with or without ``behavior``."""
    up_cutoff = now_micros - int(specs.rules[row, Direction.UP]["hold_micros"])
    down_cutoff = now_micros - int(specs.rules[row, Direction.DOWN]["hold_micros"])
    lowest = strongest(memory, row, Direction.UP, raw, up_cutoff)
    highest = strongest(memory, row, Direction.DOWN, raw, down_cutoff)
    if not specs.hpas[row]["has_behavior"]:
        return highest
    if specs.hpas[row]["two_sided_stabilization"]:
        return min(max(current, lowest), highest)
    return lowest if raw >= current else highest
