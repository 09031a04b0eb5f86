"""The arrays' memory: its size, and states in and out of it."""

from __future__ import annotations

import pytest

from hpa.algorithm.batch import (
    Memory,
    new_memory,
    pack_specs,
    recall_state,
    remember_state,
)
from hpa.algorithm.types import Config, Recommendation, ScaleEvent, State
from tests.hpa.algorithm.situations import DEFAULT_BEHAVIOR, spec

_EVENTS = (ScaleEvent(4, 7), ScaleEvent(2, 3, outdated=True))


@pytest.mark.parametrize(
    ("period", "recommendations", "events"),
    [
        pytest.param(15.0, 22, 2, id="the default"),
        pytest.param(14.9, 22, 2, id="a little less"),
        pytest.param(60.0, 7, 1, id="slow"),
    ],
)
def test_the_slots_are_enough_for_the_windows(
    period: float, recommendations: int, events: int
) -> None:
    specs = pack_specs([spec(behavior=DEFAULT_BEHAVIOR), spec()], Config())
    memory = new_memory(specs, sync_period_seconds=period)
    assert memory.recommendations.shape == (2, 2, recommendations)
    assert memory.events.shape == (2, 2, events)


def test_a_state_keeps_its_events_and_what_may_still_decide() -> None:
    specs = pack_specs([spec(behavior=DEFAULT_BEHAVIOR)], Config())
    memory = Memory.blank(1, recommendations=3, events=2)
    past = [(5, 400), (9, 100), (7, 300), (6, 200), (4, 500)]
    state = State(
        recommendations=tuple(Recommendation(*each) for each in past),
        scale_up_events=_EVENTS,
        scale_down_events=_EVENTS[:1],
    )
    with pytest.raises(OverflowError, match="row 0"):
        remember_state(specs, memory, 0, state)
    memory = Memory.blank(1, recommendations=5, events=2)
    remember_state(specs, memory, 0, state)
    recalled = recall_state(memory, 0)
    assert recalled.scale_up_events == _EVENTS
    assert recalled.scale_down_events == _EVENTS[:1]
    # The 6 came before the higher 7.
    assert recalled.recommendations == tuple(
        Recommendation(*each) for each in [(9, 100), (7, 300), (5, 400), (4, 500)]
    )
    assert memory.heads[0].tolist() == (500, True)


def test_a_new_hpas_row_is_a_new_state() -> None:
    specs = pack_specs([spec()], Config())
    memory = new_memory(specs)
    remember_state(specs, memory, 0, State())
    assert recall_state(memory, 0) == State()
    assert not memory.heads["started"].any()


def test_too_many_events_are_reported() -> None:
    specs = pack_specs([spec(behavior=DEFAULT_BEHAVIOR)], Config())
    memory = Memory.blank(1, recommendations=2, events=1)
    with pytest.raises(OverflowError, match="has no room"):
        remember_state(specs, memory, 0, State(scale_down_events=_EVENTS))
