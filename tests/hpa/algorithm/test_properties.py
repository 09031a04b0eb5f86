"""Properties of ``hpa.algorithm.decide`` over random HPAs and histories."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Behavior,
    Config,
    Decision,
    PodsReading,
    ScalingPolicy,
    ScalingRules,
    Spec,
    State,
)
from hpa.algorithm.versions import switches_for
from tests.hpa.algorithm.situations import NOW, QUEUE, observed, pods, samples

_POLICIES = st.builds(
    ScalingPolicy,
    type=st.sampled_from(["Pods", "Percent"]),
    value=st.integers(1, 200),
    period_seconds=st.sampled_from([1, 15, 30, 60, 1800]),
)
_RULES = st.builds(
    ScalingRules,
    policies=st.lists(_POLICIES, min_size=1, max_size=3).map(tuple),
    select_policy=st.sampled_from(["Max", "Min", "Disabled"]),
    stabilization_window_seconds=st.sampled_from([None, 0, 15, 60, 300]),
)
_BEHAVIORS = st.none() | st.builds(Behavior, scale_up=_RULES, scale_down=_RULES)


@st.composite
def _specs(draw: st.DrawFn) -> Spec:
    low = draw(st.integers(1, 10))
    return Spec(
        min_replicas=low,
        max_replicas=low + draw(st.integers(0, 40)),
        metrics=(QUEUE,),
        behavior=draw(_BEHAVIORS),
    )


_CONFIGS = st.builds(
    Config,
    tolerance=st.sampled_from([0.0, 0.1, 0.3]),
    downscale_stabilization_seconds=st.sampled_from([0, 60, 300]),
    switches=st.sampled_from(["1.20", "1.23", "1.26", "1.28", "1.37"]).map(
        switches_for
    ),
)
_STEPS = st.lists(
    st.tuples(st.integers(1, 120_000), st.integers(0, 60_000)), min_size=1, max_size=12
)
"""Milliseconds since the last sync, and every pod's value."""


def _step(
    spec: Spec, state: State, current: int, value: int, config: Config, now: float
) -> Decision:
    reading = PodsReading(samples(*[value] * current))
    seen = observed(current, reading, seen=pods(current))
    return decide(spec, state, seen, config, now)


def _run(
    spec: Spec, config: Config, steps: list[tuple[int, int]], start: float
) -> list[Decision]:
    """Reconcile along *steps* from the minimum on, always all pods ready."""
    state, current, elapsed_ms = State(), spec.min_replicas, 0
    decisions = []
    for wait_ms, value in steps:
        elapsed_ms += wait_ms
        now = start + elapsed_ms / 1000
        decision = _step(spec, state, current, value, config, now)
        assert decision.replicas is not None
        state, current = decision.next_state, decision.replicas
        decisions.append(decision)
    return decisions


@given(_specs(), _CONFIGS, _STEPS)
def test_replicas_stay_within_the_bounds(
    spec: Spec, config: Config, steps: list[tuple[int, int]]
) -> None:
    for decision in _run(spec, config, steps, NOW):
        assert decision.replicas is not None
        assert spec.min_replicas <= decision.replicas <= spec.max_replicas
        assert decision.rescale == (decision.replicas != decision.current)


@given(_specs(), _CONFIGS, _STEPS, st.integers(0, 60_000), st.integers(0, 60_000))
def test_more_usage_never_means_fewer_replicas(
    spec: Spec, config: Config, steps: list[tuple[int, int]], one: int, other: int
) -> None:
    last = _run(spec, config, steps, NOW)[-1]
    assert last.replicas is not None
    now = NOW + 10_000
    low, high = (
        _step(spec, last.next_state, last.replicas, value, config, now)
        for value in sorted((one, other))
    )
    assert low.replicas is not None
    assert high.replicas is not None
    assert low.replicas <= high.replicas


@given(_specs(), _CONFIGS, st.integers(0, 40))
def test_usage_at_its_target_moves_nothing(
    spec: Spec, config: Config, above: int
) -> None:
    current = min(spec.min_replicas + above, spec.max_replicas)
    decision = _step(spec, State(), current, QUEUE.average_value_milli, config, NOW)
    assert decision.replicas == decision.recommendation == current
    assert decision.rescale is False


@given(_specs(), _CONFIGS, _STEPS, st.integers(1, 1_000_000_000))
def test_shifting_all_times_changes_no_decision(
    spec: Spec, config: Config, steps: list[tuple[int, int]], shift: int
) -> None:
    here = _run(spec, config, steps, NOW)
    there = _run(spec, config, steps, NOW + shift)
    for one, other in zip(here, there, strict=True):
        assert one.replicas == other.replicas
        assert one.events == other.events
        assert [replace(each, last_transition_time=0.0) for each in one.conditions] == [
            replace(each, last_transition_time=0.0) for each in other.conditions
        ]


@given(_specs(), _CONFIGS, st.lists(st.integers(0, 60_000), min_size=30, max_size=60))
def test_the_memory_never_grows_beyond_its_windows(
    spec: Spec, config: Config, values: list[int]
) -> None:
    sync = 15_000
    last = _run(spec, config, [(sync, value) for value in values], NOW)[-1].next_state
    longest = config.downscale_stabilization_seconds
    periods = [0]
    if spec.behavior is not None:
        both = (spec.behavior.scale_up, spec.behavior.scale_down)
        windows = [rules.stabilization_window_seconds for rules in both]
        longest = max(longest, *(window or 0 for window in windows))
        periods = [p.period_seconds for rules in both for p in rules.policies]
    # One entry a sync within the window, both ends included, and a new HPA's own.
    assert len(last.recommendations) <= longest * 1000 / sync + 3
    most = max(periods) * 1000 / sync + 2
    assert len(last.scale_up_events) <= most
    assert len(last.scale_down_events) <= most


@given(_specs(), _CONFIGS, _STEPS)
def test_the_same_input_gives_the_same_decision(
    spec: Spec, config: Config, steps: list[tuple[int, int]]
) -> None:
    assert _run(spec, config, steps, NOW) == _run(spec, config, steps, NOW)
