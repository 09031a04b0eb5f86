"""Bounds and limits of speed for one row of the arrays."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import (
    Behavior,
    Config,
    ScaleEvent,
    ScalingPolicy,
    ScalingRules,
    State,
)
from tests.hpa.algorithm.batch.engines import plain
from tests.hpa.algorithm.situations import DEFAULT_BEHAVIOR, spec


@pytest.mark.parametrize("behavior", [None, DEFAULT_BEHAVIOR], ids=["without", "with"])
@pytest.mark.parametrize(
    ("desired", "current", "replicas", "limit"),
    [
        pytest.param(5, 5, 5, "DesiredWithinRange", id="nothing changes"),
        pytest.param(6, 5, 6, "DesiredWithinRange", id="a little up"),
        pytest.param(4, 5, 4, "DesiredWithinRange", id="a little down"),
        pytest.param(9, 4, 8, "ScaleUpLimit", id="too fast"),
        pytest.param(30, 18, 20, "TooManyReplicas", id="too many"),
        pytest.param(1, 4, 3, "TooFewReplicas", id="too few"),
    ],
)
def test_the_limit_that_applies_is_named(
    behavior: object, desired: int, current: int, replicas: int, limit: str
) -> None:
    batch = plain()
    made = spec(minimum=3, maximum=20, behavior=behavior)  # type: ignore[arg-type] # parametrized
    specs = batch.pack_specs([made], Config())
    memory = batch.new_memory(specs)
    got, reason = batch.limits.within_limits(specs, memory, 0, desired, current, 0)
    assert (got, reason.word) == (replicas, limit)


@pytest.mark.parametrize(
    ("desired", "limit"), [(9, "ScaleUpLimit"), (3, "ScaleDownLimit")]
)
def test_a_limit_never_turns_a_change_around(desired: int, limit: str) -> None:
    batch = plain()
    slow = ScalingRules(
        policies=(ScalingPolicy(type="Pods", value=1, period_seconds=60),)
    )
    specs = batch.pack_specs(
        [spec(maximum=20, behavior=Behavior(scale_up=slow, scale_down=slow))], Config()
    )
    memory = batch.new_memory(specs)
    lately = (ScaleEvent(4, 0),)
    state = State(scale_up_events=lately, scale_down_events=lately)
    batch.remember_state(specs, memory, 0, state)
    got, reason = batch.limits.within_limits(specs, memory, 0, desired, 6, 1)
    assert (got, reason.word) == (6, limit)


def test_a_fall_may_be_too_fast() -> None:
    got, reason = plain().limits.floored(1, 4, 2)
    assert (got, reason.word) == (4, "ScaleDownLimit")
