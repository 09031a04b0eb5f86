"""Scaling policies and scale events: ``hpa.algorithm.policies`` for one row.

Slot by slot as there: with ``period_start_counts_both_directions`` an event that
is over for its own direction may still count for the other, until its slot is
reused. Bounds are ``hpa.algorithm.batch.limits``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import Direction, Select
from hpa.algorithm.batch.compiling import inlined
from hpa.algorithm.batch.ratios import ceiling, int32, int32_of

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Memory, Specs


@inlined
def change_since(memory: Memory, row: int, direction: int, cutoff_micros: int) -> int:
    """Sum the changes of one direction's events that are younger."""
    change = 0
    for slot in range(int(memory.sides[row, direction]["events"])):
        event = memory.events[row, direction, slot]
        if event["at_micros"] > cutoff_micros:
            change += int(event["change"])
    return change


@inlined
def scale_up_limit(
    specs: Specs, memory: Memory, row: int, current: int, now_micros: int
) -> int:
    """Compute the most replicas that the policies allow, before any bound."""
    rules = specs.rules[row, Direction.UP]
    if rules["select"] == Select.DISABLED or rules["policies"] == 0:
        return current
    best = 0
    for index in range(int(rules["policies"])):
        policy = specs.policies[row, Direction.UP, index]
        cutoff = now_micros - int(policy["period_micros"])
        start = current - change_since(memory, row, Direction.UP, cutoff)
        if specs.hpas[row]["period_start_counts_both_directions"]:
            start += change_since(memory, row, Direction.DOWN, cutoff)
        value = int(policy["value"])
        if policy["percent"]:
            limit = ceiling(start * (1 + value / 100))
        else:
            limit = int32(start + value)
        least = rules["select"] == Select.MIN
        if index == 0 or (limit < best if least else limit > best):
            best = limit
    return best


@inlined
def scale_down_limit(
    specs: Specs, memory: Memory, row: int, current: int, now_micros: int
) -> int:
    """Compute the fewest replicas that the policies allow, before any bound."""
    rules = specs.rules[row, Direction.DOWN]
    if rules["select"] == Select.DISABLED or rules["policies"] == 0:
        return current
    best = 0
    for index in range(int(rules["policies"])):
        policy = specs.policies[row, Direction.DOWN, index]
        cutoff = now_micros - int(policy["period_micros"])
        start = current + change_since(memory, row, Direction.DOWN, cutoff)
        if specs.hpas[row]["period_start_counts_both_directions"]:
            start -= change_since(memory, row, Direction.UP, cutoff)
        value = int(policy["value"])
        if policy["percent"]:
            limit = int32_of(start * (1 - value / 100))
        else:
            limit = int32(start - value)
        least = rules["select"] == Select.MIN
        if index == 0 or (limit > best if least else limit < best):
            best = limit
    return best


@inlined
def add_event(
    specs: Specs,
    memory: Memory,
    row: int,
    direction: int,
    change: int,
    now_micros: int,
) -> bool:
    """Remember a rescale in the last outdated slot or a new one; false without."""
    longest = 0
    for index in range(int(specs.rules[row, direction]["policies"])):
        policy = specs.policies[row, direction, index]
        longest = max(longest, int(policy["period_micros"]))
    side = memory.sides[row, direction]
    count = int(side["events"])
    slot = count
    for index in range(count):
        event = memory.events[row, direction, index]
        if event["at_micros"] < now_micros - longest:
            event["outdated"] = True
        if event["outdated"]:
            slot = index
    if slot == memory.events.shape[2]:
        return False
    side["events"] = max(count, slot + 1)
    event = memory.events[row, direction, slot]
    event["at_micros"] = now_micros
    event["change"] = change
    event["outdated"] = False
    return True
