"""The arrays' memory: how many slots it needs, and a ``State`` in and out of it.

What a sync does with it is in the modules named after the scalar ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import Direction
from hpa.algorithm.batch.layout import Memory
from hpa.algorithm.instants import micros
from hpa.algorithm.outcome import Recommendation, ScaleEvent, State

if TYPE_CHECKING:
    from hpa.algorithm.batch.layout import Record, Specs


def new_memory(specs: Specs, *, sync_period_seconds: float = 15.0) -> Memory:
    """Make the memory of new HPAs whose syncs are at least so far apart.

    A window of 300 s at 15 s needs 22 slots: one for each sync in it, both its
    ends included, and one for what a new HPA finds. Events need one less.
    """
    period = micros(sync_period_seconds)
    held = int(specs.rules["hold_micros"].max(initial=0))
    longest = int(specs.policies["period_micros"].max(initial=0))
    return Memory.blank(
        len(specs.hpas),
        recommendations=held // period + 2,
        events=longest // period + 1,
    )


def remember_state(specs: Specs, memory: Memory, row: int, state: State) -> None:
    """Put a ``State``'s lists into one row; its status is not kept.

    Raises ``OverflowError`` when the memory has too few slots for it.
    """
    past = sorted(state.recommendations, key=lambda each: each.at_micros)
    lists = (state.scale_up_events, state.scale_down_events)
    times = [each.at_micros for each in past]
    times += [event.at_micros for events in lists for event in events]
    memory.heads[row]["started"] = bool(past)
    memory.heads[row]["newest_micros"] = max(times, default=0)
    for direction, events in zip(Direction, lists, strict=True):
        held = int(specs.rules[row, direction]["hold_micros"])
        kept = _that_may_decide(past, direction, held)
        places = memory.recommendations[row, direction]
        slots = memory.events[row, direction]
        if len(kept) > len(places) or len(events) > len(slots):
            raise OverflowError(f"HPA in row {row}: its state has no room")
        side = memory.sides[row, direction]
        side["first"], side["count"], side["events"] = 0, len(kept), len(events)
        for place, each in zip(places, kept, strict=False):
            place["replicas"], place["at_micros"] = each.replicas, each.at_micros
        for slot, event in zip(slots, events, strict=False):
            slot["change"], slot["at_micros"] = event.change, event.at_micros
            slot["outdated"] = event.outdated


def recall_state(memory: Memory, row: int) -> State:
    """Give a row as a ``State`` from which ``decide`` decides the same.

    Its recommendations are those that may still decide, in order of time.
    """
    past = {
        Recommendation(int(place["replicas"]), int(place["at_micros"]))
        for direction in Direction
        for place in _remembered(memory, row, direction)
    }
    up, down = (_events(memory, row, direction) for direction in Direction)
    return State(
        recommendations=tuple(sorted(past, key=lambda each: each.at_micros)),
        scale_up_events=up,
        scale_down_events=down,
    )


def _that_may_decide(
    past: list[Recommendation], direction: Direction, held_micros: int
) -> list[Recommendation]:
    """Keep, of recommendations in order of time, those no newer one outdoes."""
    sign = 1 if direction is Direction.DOWN else -1
    kept: list[Recommendation] = []
    for each in past:
        while kept and sign * kept[-1].replicas <= sign * each.replicas:
            kept.pop()
        kept.append(each)
    newest = kept[-1].at_micros if kept else 0
    return [each for each in kept if each.at_micros > newest - held_micros]


def _remembered(memory: Memory, row: int, direction: Direction) -> list[Record]:
    side = memory.sides[row, direction]
    ring = memory.recommendations[row, direction]
    first, count = int(side["first"]), int(side["count"])
    return [ring[(first + index) % len(ring)] for index in range(count)]


def _events(memory: Memory, row: int, direction: Direction) -> tuple[ScaleEvent, ...]:
    count = int(memory.sides[row, direction]["events"])
    return tuple(
        ScaleEvent(
            int(event["change"]), int(event["at_micros"]), bool(event["outdated"])
        )
        for event in memory.events[row, direction, :count]
    )
