"""Tests of ``hpa.algorithm.decide``: one reconcile each, and what it leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hpa.algorithm.decide import after_failed_write, decide, looks_at_metrics
from hpa.algorithm.instants import micros
from hpa.algorithm.types import (
    Behavior,
    Config,
    Decision,
    Failure,
    MetricStatus,
    Observation,
    PodsReading,
    Recommendation,
    ScaleEvent,
    Spec,
    State,
    Status,
)
from hpa.algorithm.versions import Switches
from tests.hpa.algorithm.situations import (
    DEFAULT_BEHAVIOR,
    NOW,
    QUEUE,
    event_reasons,
    observed,
    of_type,
    pods,
    queue_of,
    reasons,
    samples,
    spec,
)

_CONFIG = Config(switches=Switches())
_TWO = replace(QUEUE, name="second")


def _decide(
    followed: Spec,
    observation: Observation,
    *,
    state: State | None = None,
    config: Config = _CONFIG,
    now: float = NOW,
) -> Decision:
    return decide(followed, state or State(), observation, config, now)


def test_a_new_hpa_remembers_what_it_found_and_scales_up_at_once() -> None:
    decision = _decide(spec(maximum=8), queue_of(1, 80_000))
    assert (decision.current, decision.replicas, decision.rescale) == (1, 4, True)
    assert decision.recommendation == 8
    assert decision.reason == "pods metric queue above target"
    assert reasons(decision) == ["SucceededRescale", "ValidMetricFound", "ScaleUpLimit"]
    assert event_reasons(decision) == ["SuccessfulRescale"]
    assert decision.events[0].message == (
        "New size: 4; reason: pods metric queue above target"
    )
    assert decision.next_state.recommendations == (
        Recommendation(1, micros(NOW)),
        Recommendation(8, micros(NOW)),
    )


def test_the_status_shows_the_replicas_before_the_write() -> None:
    status = _decide(spec(), queue_of(2, 60_000)).next_state.status
    assert (status.current_replicas, status.desired_replicas) == (2, 4)
    assert status.last_scale_time == NOW
    assert status.metrics == (MetricStatus(metric=QUEUE, average_value_milli=30_000),)


def test_nothing_to_do_says_so_and_writes_nothing() -> None:
    decision = _decide(spec(), queue_of(3, 30_000))
    assert (decision.replicas, decision.rescale, decision.reason) == (3, False, "")
    assert reasons(decision) == [
        "ReadyForNewScale",
        "ValidMetricFound",
        "DesiredWithinRange",
    ]
    assert decision.events == ()
    assert decision.next_state.status.last_scale_time is None


def test_a_new_hpa_holds_what_it_found_for_a_full_window() -> None:
    decision = _decide(spec(), queue_of(8, 8_000))
    assert (decision.recommendation, decision.replicas) == (1, 8)
    assert reasons(decision)[0] == "ScaleDownStabilized"


def test_an_unreadable_scale_stops_everything_and_changes_only_a_condition() -> None:
    before = _decide(spec(), queue_of(1, 80_000)).next_state
    decision = _decide(
        spec(), Observation(scale=Failure("not found")), state=before, now=NOW + 15
    )
    assert (decision.current, decision.replicas, decision.rescale) == (
        None,
        None,
        False,
    )
    assert event_reasons(decision) == ["FailedGetScale"]
    able = of_type(decision.conditions, "AbleToScale")
    assert (able.status, able.reason) == ("False", "FailedGetScale")
    assert able.last_transition_time == NOW + 15
    after = decision.next_state
    assert replace(after, status=before.status) == before
    assert after.status.desired_replicas == before.status.desired_replicas
    assert decision.error is not None


@pytest.mark.parametrize(
    ("current", "minimum", "expected", "bound"),
    [
        pytest.param(12, 1, 10, "above Spec.MaxReplicas", id="above"),
        pytest.param(2, 3, 3, "below Spec.MinReplicas", id="below"),
    ],
)
@pytest.mark.parametrize(
    "behavior", [None, DEFAULT_BEHAVIOR], ids=["plain", "behavior"]
)
def test_outside_the_bounds_no_metric_is_read(
    current: int, minimum: int, expected: int, bound: str, behavior: Behavior | None
) -> None:
    bounds = spec(minimum=minimum, behavior=behavior)
    decision = _decide(bounds, observed(current))
    assert (decision.replicas, decision.rescale) == (expected, True)
    assert decision.reason == f"Current number of replicas {bound}"
    assert decision.recommendation is None
    assert reasons(decision) == ["SucceededRescale"]
    state = decision.next_state
    assert state.recommendations == (Recommendation(current, micros(NOW)),)
    assert state.status.metrics == ()
    events = state.scale_up_events + state.scale_down_events
    change = abs(expected - current)
    assert events == ((ScaleEvent(change, micros(NOW)),) if behavior else ())


def test_a_workload_that_somebody_stopped_stays_stopped() -> None:
    decision = _decide(spec(), observed(0))
    assert (decision.replicas, decision.rescale, decision.error) == (0, False, None)
    assert reasons(decision) == ["SucceededGetScale", "ScalingDisabled"]
    assert of_type(decision.conditions, "ScalingActive").status == "False"
    assert decision.next_state.recommendations == (Recommendation(0, micros(NOW)),)


@pytest.mark.parametrize(
    ("minimum", "current", "expected"),
    [
        (1, 1, True),
        (1, 10, True),
        (1, 11, False),
        (3, 2, False),
        (1, 0, False),
        (0, 0, True),
    ],
)
def test_metrics_are_looked_at_within_the_bounds_only(
    *, minimum: int, current: int, expected: bool
) -> None:
    assert looks_at_metrics(spec(minimum=minimum), current) is expected


def test_all_metrics_failing_stops_and_keeps_the_old_status() -> None:
    before = _decide(spec(), queue_of(2, 20_000)).next_state
    failed = observed(2, Failure("no such metric"))
    decision = _decide(spec(), failed, state=before, now=NOW + 15)
    assert (decision.replicas, decision.rescale) == (2, False)
    assert decision.recommendation is None
    assert event_reasons(decision) == [
        "FailedGetPodsMetric",
        "FailedComputeMetricsReplicas",
    ]
    assert reasons(decision) == [
        "SucceededGetScale",
        "FailedGetPodsMetric",
        "DesiredWithinRange",
    ]
    assert decision.next_state.status.metrics == before.status.metrics
    assert decision.next_state.recommendations == before.recommendations
    assert "no such metric" in (decision.error or "")


@pytest.mark.parametrize(
    ("value", "replicas"),
    [
        pytest.param(5_000, 4, id="down is not allowed"),
        pytest.param(10_000, 4, id="staying is"),
        pytest.param(20_000, 8, id="up is"),
    ],
)
def test_some_metrics_failing_allows_only_up(value: int, replicas: int) -> None:
    both = spec(metrics=(QUEUE, _TWO))
    reading = PodsReading(samples(*[value] * 4))
    decision = _decide(both, observed(4, Failure("gone"), reading))
    assert decision.replicas == replicas
    assert event_reasons(decision)[0] == "FailedGetPodsMetric"
    assert (decision.error is None) is (value >= 10_000)
    if value >= 10_000:
        assert decision.next_state.status.metrics[0] == MetricStatus()


def test_since_1_28_scaling_in_spite_of_a_failure_is_an_error() -> None:
    both = spec(metrics=(QUEUE, _TWO))
    seen = observed(4, Failure("gone"), PodsReading(samples(*[20_000] * 4)))
    config = Config(switches=Switches(partial_failure_is_reported=True))
    decision = _decide(both, seen, config=config)
    assert (decision.replicas, decision.rescale) == (8, True)
    assert "gone" in (decision.error or "")


@pytest.mark.parametrize(
    ("selector", "event"),
    [("", "SelectorRequired"), ("a=b,,", "InvalidSelector")],
)
def test_a_selector_that_will_not_do_stops_before_any_metric(
    selector: str, event: str
) -> None:
    seen = queue_of(2, 80_000)
    assert not isinstance(seen.scale, Failure)
    broken = replace(seen, scale=replace(seen.scale, selector=selector))
    decision = _decide(spec(), broken)
    assert decision.rescale is False
    assert event_reasons(decision) == [event, "FailedComputeMetricsReplicas"]
    assert reasons(decision) == ["SucceededGetScale", "InvalidSelector"]
    assert decision.proposals == ()


def test_an_hpa_without_metrics_stops_with_an_error() -> None:
    decision = _decide(spec(metrics=()), observed(2))
    assert event_reasons(decision) == ["FailedComputeMetricsReplicas"]
    assert reasons(decision) == ["SucceededGetScale"]


def test_readings_that_do_not_fit_the_metrics_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="0 readings for 1 metrics"):
        _decide(spec(), observed(2))


def test_a_metric_of_nothing_scales_to_the_minimum() -> None:
    decision = _decide(
        spec(minimum=2),
        queue_of(4, 0),
        state=State(recommendations=(Recommendation(0, micros(NOW - 60)),)),
    )
    assert (decision.recommendation, decision.replicas) == (0, 2)
    assert decision.reason == "All metrics below target"
    assert reasons(decision)[2] == "TooFewReplicas"


def test_a_negative_metric_asks_for_nothing() -> None:
    seen = observed(2, PodsReading(samples(-30_000, -30_000)))
    assert _decide(spec(), seen).recommendation == 0


def test_a_hold_that_raises_gives_no_reason() -> None:
    state = State(recommendations=(Recommendation(6, micros(NOW - 10)),))
    decision = _decide(spec(), queue_of(4, 40_000), state=state)
    assert (decision.recommendation, decision.replicas) == (4, 6)
    assert decision.events[0].message == "New size: 6; reason: "


def test_a_rescale_with_behavior_is_remembered_in_its_direction() -> None:
    with_behavior = spec(behavior=DEFAULT_BEHAVIOR)
    up = _decide(with_behavior, queue_of(1, 80_000)).next_state
    assert up.scale_up_events == (ScaleEvent(4, micros(NOW)),)
    assert up.scale_down_events == ()
    later = NOW + 400
    down = _decide(with_behavior, queue_of(5, 10_000), state=up, now=later).next_state
    assert down.scale_up_events == up.scale_up_events
    assert down.scale_down_events == (ScaleEvent(4, micros(later)),)


def _tolerances(up: float | None, down: float | None) -> Behavior:
    return Behavior(
        scale_up=replace(DEFAULT_BEHAVIOR.scale_up, tolerance=up),
        scale_down=replace(DEFAULT_BEHAVIOR.scale_down, tolerance=down),
    )


@pytest.mark.parametrize(
    ("up", "down", "total", "expected"),
    [
        pytest.param(0.5, None, 40_000 * 14 // 10, 4, id="wide upwards"),
        pytest.param(0.01, None, 40_000 * 105 // 100, 5, id="narrow upwards"),
        pytest.param(None, None, 40_000 * 105 // 100, 4, id="the controller's"),
        pytest.param(None, 0.6, 40_000 // 2, 4, id="wide downwards"),
        pytest.param(None, 0.0, 40_000 // 2, 2, id="none downwards"),
    ],
)
def test_each_direction_has_its_tolerance_since_1_35(
    up: float | None, down: float | None, total: int, expected: int
) -> None:
    followed = spec(behavior=_tolerances(up, down))
    newer = Config(switches=Switches(tolerance_per_direction=True))
    assert (
        _decide(followed, queue_of(4, total), config=newer).recommendation == expected
    )


def test_before_1_35_a_tolerance_of_its_own_is_not_read() -> None:
    followed = spec(behavior=_tolerances(0.5, 0.5))
    assert _decide(followed, queue_of(4, 56_000)).recommendation == 6


def test_a_failed_write_keeps_the_recommendation_and_forgets_the_rest() -> None:
    followed = spec(behavior=DEFAULT_BEHAVIOR)
    before = State(
        recommendations=(Recommendation(1, micros(NOW - 15)),),
        status=Status(current_replicas=7, desired_replicas=7, last_scale_time=3.0),
    )
    planned = _decide(followed, queue_of(1, 80_000), state=before)
    failed = after_failed_write(planned, state=before, message="conflict", now=NOW)
    assert (failed.replicas, failed.rescale) == (1, False)
    assert event_reasons(failed) == ["FailedRescale"]
    assert failed.events[0].message == (
        "New size: 5; reason: pods metric queue above target; error: conflict"
    )
    able = of_type(failed.conditions, "AbleToScale")
    assert (able.status, able.reason) == ("False", "FailedUpdateScale")
    state = failed.next_state
    assert state.recommendations == planned.next_state.recommendations
    assert (state.scale_up_events, state.scale_down_events) == ((), ())
    assert state.status.current_replicas == 1
    assert (state.status.desired_replicas, state.status.last_scale_time) == (7, 3.0)
    assert failed.error is not None


def test_a_write_that_fails_twice_is_two_transitions() -> None:
    state = State()
    for now in (NOW, NOW + 15):
        planned = _decide(spec(), queue_of(1, 80_000), state=state, now=now)
        failed = after_failed_write(planned, state=state, message="no", now=now)
        state = failed.next_state
        # In between the scale was read: True for a moment.
        able = of_type(failed.conditions, "AbleToScale")
        assert (able.status, able.last_transition_time) == ("False", now)


def test_a_decision_without_a_write_cannot_fail_to_write() -> None:
    idle = _decide(spec(), queue_of(2, 20_000))
    with pytest.raises(ValueError, match="does not write"):
        after_failed_write(idle, state=State(), message="no", now=NOW)


def test_pods_that_cannot_be_listed_fail_every_metric_that_needs_them() -> None:
    seen = observed(2, PodsReading(samples(1, 1)), seen=Failure("forbidden"))
    decision = _decide(spec(), seen)
    assert event_reasons(decision)[0] == "FailedGetPodsMetric"
    assert "forbidden" in (decision.error or "")


def test_a_pod_that_nobody_needs_changes_nothing() -> None:
    seen = observed(2, PodsReading(samples(10_000, 10_000)), seen=pods(2))
    assert _decide(spec(), seen).replicas == 2
