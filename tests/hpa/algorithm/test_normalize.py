"""Tests of ``hpa.algorithm.normalize``."""

from __future__ import annotations

import pytest

from hpa.algorithm.instants import micros
from hpa.algorithm.normalize import Normalized, normalize
from hpa.algorithm.types import Behavior, Config, Recommendation, Spec, State
from hpa.algorithm.versions import Switches
from tests.hpa.algorithm.situations import (
    DEFAULT_BEHAVIOR,
    DEFAULT_DOWN,
    DEFAULT_UP,
    NOW,
    spec,
)


def _state(*entries: tuple[int, float]) -> State:
    return State(
        recommendations=tuple(
            Recommendation(replicas, micros(NOW - age)) for replicas, age in entries
        )
    )


def _reasons(normalized: Normalized) -> list[str]:
    return [reason for _, _, reason, _ in normalized.settings]


@pytest.mark.parametrize(
    ("raw", "current", "entries", "replicas", "reasons"),
    [
        pytest.param(
            3, 3, (), 3, ["ReadyForNewScale", "DesiredWithinRange"], id="at rest"
        ),
        pytest.param(
            9, 1, (), 4, ["ReadyForNewScale", "ScaleUpLimit"], id="up, too fast"
        ),
        pytest.param(
            2,
            8,
            ((8, 300.0),),
            8,
            ["ScaleDownStabilized", "DesiredWithinRange"],
            id="down, held at the very end of the window",
        ),
        pytest.param(
            2,
            8,
            ((8, 300.001),),
            2,
            ["ReadyForNewScale", "DesiredWithinRange"],
            id="down, a millisecond later",
        ),
        pytest.param(
            2,
            4,
            ((9, 10.0),),
            8,
            ["ScaleDownStabilized", "ScaleUpLimit"],
            id="held above current: scales up, and is limited",
        ),
        pytest.param(
            0, 4, (), 1, ["ReadyForNewScale", "TooFewReplicas"], id="nothing wanted"
        ),
    ],
)
def test_without_behavior_hold_first_and_limit_then(
    raw: int,
    current: int,
    entries: tuple[tuple[int, float], ...],
    replicas: int,
    reasons: list[str],
) -> None:
    normalized = normalize(raw, current, spec(), _state(*entries), Config(), NOW)
    assert normalized.replicas == replicas
    assert _reasons(normalized) == reasons


@pytest.mark.parametrize(
    ("raw", "current", "entries", "replicas", "reasons"),
    [
        pytest.param(
            9, 1, ((1, 0.0),), 5, ["ReadyForNewScale", "ScaleUpLimit"], id="up"
        ),
        pytest.param(
            2,
            8,
            ((8, 299.999),),
            8,
            ["ScaleDownStabilized", "DesiredWithinRange"],
            id="down, held",
        ),
        pytest.param(
            2,
            8,
            ((8, 300.0),),
            2,
            ["ReadyForNewScale", "DesiredWithinRange"],
            id="down, exactly a window later",
        ),
    ],
)
def test_with_behavior_the_windows_are_its_own(
    raw: int,
    current: int,
    entries: tuple[tuple[int, float], ...],
    replicas: int,
    reasons: list[str],
) -> None:
    with_behavior = spec(behavior=DEFAULT_BEHAVIOR)
    normalized = normalize(raw, current, with_behavior, _state(*entries), Config(), NOW)
    assert normalized.replicas == replicas
    assert _reasons(normalized) == reasons


def _waiting() -> Spec:
    patient = Behavior(
        scale_up=type(DEFAULT_UP)(
            policies=DEFAULT_UP.policies, stabilization_window_seconds=60
        ),
        scale_down=DEFAULT_DOWN,
    )
    return spec(behavior=patient)


def test_an_up_window_holds_a_scale_up() -> None:
    normalized = normalize(5, 3, _waiting(), _state((3, 59.0)), Config(), NOW)
    assert normalized.replicas == 3
    assert _reasons(normalized) == ["ScaleUpStabilized", "DesiredWithinRange"]


def test_the_one_sided_stabilization_of_1_20_is_a_switch() -> None:
    state = _state((2, 10.0), (7, 20.0))
    one_sided = Config(switches=Switches(two_sided_stabilization=False))
    assert normalize(5, 4, _waiting(), state, Config(), NOW).replicas == 4
    assert normalize(5, 4, _waiting(), state, one_sided, NOW).replicas == 2


@pytest.mark.parametrize("behavior", [None, DEFAULT_BEHAVIOR], ids=["without", "with"])
def test_the_unlimited_recommendation_is_remembered(behavior: Behavior | None) -> None:
    normalized = normalize(99, 1, spec(behavior=behavior), State(), Config(), NOW)
    assert normalized.recommendations == (Recommendation(99, micros(NOW)),)


def test_limited_is_true_only_when_the_limit_changed_something() -> None:
    changed = normalize(99, 10, spec(), State(), Config(), NOW)
    unchanged = normalize(10, 10, spec(), State(), Config(), NOW)
    assert [each.settings[1][1] for each in (changed, unchanged)] == ["True", "False"]
