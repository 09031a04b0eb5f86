"""Tests of ``hpa.algorithm.outcome``."""

from __future__ import annotations

from hpa.algorithm.outcome import (
    Condition,
    Decision,
    Recommendation,
    ScaleEvent,
    State,
    Status,
)

_LIMITED = Condition("ScalingLimited", "False", "DesiredWithinRange", "", 1.0)
_STATE = State(
    recommendations=(Recommendation(3, 0),),
    scale_up_events=(ScaleEvent(1, 0),),
    scale_down_events=(ScaleEvent(2, 0),),
    status=Status(current_replicas=3, conditions=(_LIMITED,), last_scale_time=1.0),
)


def test_a_restart_forgets_the_memory_and_keeps_the_status() -> None:
    assert _STATE.restarted() == State(status=_STATE.status)


def test_a_decision_shows_the_conditions_of_its_next_state() -> None:
    decision = Decision(current=3, replicas=3, rescale=False, next_state=_STATE)
    assert decision.conditions == (_LIMITED,)
    assert decision.condition("ScalingLimited") is _LIMITED
    assert decision.condition("AbleToScale") is None
