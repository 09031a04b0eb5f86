"""One reconcile of an HPA, from what it saw to what it does next.

The order of upstream's ``reconcileAutoscaler``; the steps are in the siblings of
this module. Gathering and writing are ``hpa.controller``'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hpa.algorithm.combine import combine
from hpa.algorithm.conditions import with_settings
from hpa.algorithm.instants import micros
from hpa.algorithm.normalize import normalize
from hpa.algorithm.observation import Failure
from hpa.algorithm.outcome import Decision, Event, Recommendation, State, Status
from hpa.algorithm.policies import with_event
from hpa.algorithm.proposals import propose
from hpa.algorithm.ratios import Tolerance
from hpa.algorithm.refusals import refusal
from hpa.algorithm.replicas import Situation

if TYPE_CHECKING:
    from hpa.algorithm.conditions import Setting
    from hpa.algorithm.observation import Observation, ScaleView
    from hpa.algorithm.outcome import Proposal, ScaleEvent
    from hpa.algorithm.types import Config, Spec

_SCALE_READ: Setting = (
    "AbleToScale",
    "True",
    "SucceededGetScale",
    "the HPA controller was able to get the target's current scale",
)
_DISABLED: Setting = (
    "ScalingActive",
    "False",
    "ScalingDisabled",
    "scaling is disabled since the replica count of the target is zero",
)


def decide(
    spec: Spec,
    state: State,
    observation: Observation,
    config: Config,
    now: float,
) -> Decision:
    """Decide how many replicas the workload should have at *now* (seconds).

    The decision assumes that the write of the scale succeeds; when it fails,
    ``after_failed_write`` gives what then holds. Raises ``ValueError`` or
    ``TypeError`` when the readings do not belong to the spec's metrics.
    """
    scale = observation.scale
    if isinstance(scale, Failure):
        return _without_scale(state, scale, now)
    current = scale.spec_replicas
    if not state.recommendations:
        # A new HPA remembers what it found, and holds that for a full window.
        found = Recommendation(current, micros(now))
        state = replace(state, recommendations=(found,))
    draft = _Draft(current, current, state.recommendations)
    if looks_at_metrics(spec, current):
        if not _follow_metrics(draft, spec, state, observation, config, now):
            return _stopped(draft, state, now)
    elif current == 0:
        draft.settings = (_SCALE_READ, _DISABLED)
    elif current > spec.max_replicas:
        draft.replicas = spec.max_replicas
        draft.reason = "Current number of replicas above Spec.MaxReplicas"
    else:
        draft.replicas = spec.min_replicas
        draft.reason = "Current number of replicas below Spec.MinReplicas"
    return _concluded(draft, spec, state, now)


def looks_at_metrics(spec: Spec, current: int) -> bool:
    """Tell whether a reconcile at *current* spec replicas reads any metric.

    It does not when the replicas are outside the bounds, nor when scaling is
    disabled: at 0 replicas with a minimum above 0.
    """
    return spec.min_replicas <= current <= spec.max_replicas


def after_failed_write(
    decision: Decision, *, state: State, message: str, now: float
) -> Decision:
    """Turn *decision* into what holds when its write of the scale failed.

    *state* is the one that the decision started from. The recommendation is
    kept; the scale event and the status' desired replicas are not. Raises
    ``ValueError`` for a decision that writes nothing.
    """
    if not decision.rescale or decision.current is None:
        raise ValueError("the decision does not write the scale")
    failed: Setting = (
        "AbleToScale",
        "False",
        "FailedUpdateScale",
        f"the HPA controller was unable to update the target scale: {message}",
    )
    status = replace(
        state.status,
        current_replicas=decision.current,
        conditions=with_settings(decision.conditions, (failed,), now),
    )
    event = Event(
        "Warning",
        "FailedRescale",
        f"New size: {decision.replicas}; reason: {decision.reason}; error: {message}",
    )
    return replace(
        decision,
        replicas=decision.current,
        rescale=False,
        events=(*decision.events[:-1], event),  # instead of SuccessfulRescale
        error=f"failed to rescale: {message}",
        next_state=replace(
            state,
            recommendations=decision.next_state.recommendations,
            status=status,
        ),
    )


@dataclass(slots=True)
class _Draft:
    """A decision in the making."""

    current: int
    replicas: int
    recommendations: tuple[Recommendation, ...]
    settings: tuple[Setting, ...] = ()
    recommendation: int | None = None
    proposals: tuple[Proposal, ...] = ()
    reason: str = ""
    events: tuple[Event, ...] = ()
    error: str | None = None


def _follow_metrics(
    draft: _Draft,
    spec: Spec,
    state: State,
    observation: Observation,
    config: Config,
    now: float,
) -> bool:
    """Ask all metrics, combine and normalize; false when that ends in an error."""
    scale = observation.scale
    if isinstance(scale, Failure):
        raise TypeError("the scale was not read")
    current = draft.current
    refused = refusal(scale.selector, observation, config.switches)
    if refused is not None:
        draft.settings = (_inactive(refused.condition_reason, refused.message),)
        draft.events = (Event("Warning", refused.event_reason, refused.message),)
        draft.error = refused.message
        return False
    proposals = _proposals(spec, scale, observation, config, now)
    combined = combine(proposals, current, config.switches)
    draft.proposals = proposals
    draft.error = combined.error
    first = combined.first_failure
    if first is not None:
        draft.events = _failure_events(proposals)
    if combined.replicas is None:
        if first is not None:
            draft.settings = (_inactive(first.reason, first.message),)
        return False
    # Below zero (a negative metric) is nothing, and nothing stays 0 until the
    # bounds are applied.
    raw = max(combined.replicas, 0)
    normalized = normalize(raw, current, spec, state, config, now)
    able, limited = normalized.settings
    draft.settings = (able, _active(combined.name), limited)
    draft.recommendations = normalized.recommendations
    draft.recommendation = raw
    draft.replicas = normalized.replicas
    if raw > current:
        draft.reason = f"{combined.name} above target"
    elif raw < current:
        draft.reason = "All metrics below target"
    return True


def _proposals(
    spec: Spec,
    scale: ScaleView,
    observation: Observation,
    config: Config,
    now: float,
) -> tuple[Proposal, ...]:
    readings = observation.readings
    if len(readings) != len(spec.metrics):
        raise ValueError(f"{len(readings)} readings for {len(spec.metrics)} metrics")
    situation = Situation(
        scale.spec_replicas,
        scale.status_replicas,
        observation.pods,
        tolerance_of(spec, config),
        config,
        now,
    )
    return tuple(
        [
            propose(metric, reading, situation)
            for metric, reading in zip(spec.metrics, readings, strict=True)
        ]
    )


def tolerance_of(spec: Spec, config: Config) -> Tolerance:
    """Give the tolerance that holds for *spec*: its own where that counts."""
    up = down = config.tolerance
    if config.switches.tolerance_per_direction and spec.behavior is not None:
        own_up = spec.behavior.scale_up.tolerance
        own_down = spec.behavior.scale_down.tolerance
        up = up if own_up is None else own_up
        down = down if own_down is None else own_down
    return Tolerance(up, down, config.switches.tolerance_as_band)


def _concluded(draft: _Draft, spec: Spec, state: State, now: float) -> Decision:
    """Turn a draft without error into the decision, its write included."""
    current, replicas, settings = draft.current, draft.replicas, draft.settings
    rescale = replicas != current
    events = draft.events
    up_events, down_events = state.scale_up_events, state.scale_down_events
    last_scale_time = state.status.last_scale_time
    if rescale:
        message = (
            f"the HPA controller was able to update the target scale to {replicas}"
        )
        able: Setting = ("AbleToScale", "True", "SucceededRescale", message)
        settings = (able, *settings[1:])
        size = f"New size: {replicas}; reason: {draft.reason}"
        events = (*events, Event("Normal", "SuccessfulRescale", size))
        change = draft.replicas - draft.current
        up_events, down_events = with_scale_event(spec, state, change, now)
        last_scale_time = now
    status = Status(
        current_replicas=current,
        desired_replicas=replicas,
        metrics=tuple([proposal.status for proposal in draft.proposals]),
        conditions=with_settings(state.status.conditions, settings, now),
        last_scale_time=last_scale_time,
    )
    return Decision(
        current=current,
        replicas=replicas,
        rescale=rescale,
        next_state=State(
            recommendations=draft.recommendations,
            scale_up_events=up_events,
            scale_down_events=down_events,
            status=status,
        ),
        recommendation=draft.recommendation,
        proposals=draft.proposals,
        reason=draft.reason if rescale else "",
        events=events,
        error=draft.error,
    )


def with_scale_event(
    spec: Spec, state: State, change: int, now: float
) -> tuple[tuple[ScaleEvent, ...], tuple[ScaleEvent, ...]]:
    """Remember a rescale by *change* in its direction's list (with ``behavior`` only).

    Gives the events up and down. For whoever sees somebody else rescale.
    """
    up, down = state.scale_up_events, state.scale_down_events
    behavior = spec.behavior
    if behavior is None or not change:
        return up, down
    now_micros = micros(now)
    if change > 0:
        return with_event(up, change, behavior.scale_up, now_micros), down
    return up, with_event(down, -change, behavior.scale_down, now_micros)


def _stopped(draft: _Draft, state: State, now: float) -> Decision:
    """Turn a draft with an error into the decision not to scale.

    The status keeps its desired replicas and its metrics.
    """
    error = draft.error or ""
    event = Event("Warning", "FailedComputeMetricsReplicas", error)
    settings = (_SCALE_READ, *draft.settings)
    status = replace(
        state.status,
        current_replicas=draft.current,
        conditions=with_settings(state.status.conditions, settings, now),
    )
    return Decision(
        current=draft.current,
        replicas=draft.current,
        rescale=False,
        next_state=replace(state, status=status),
        proposals=draft.proposals,
        events=(*draft.events, event),
        error=f"failed to compute desired number of replicas: {error}",
    )


def _without_scale(state: State, failure: Failure, now: float) -> Decision:
    prefix = "the HPA controller was unable to get the target's current scale"
    setting: Setting = (
        "AbleToScale",
        "False",
        "FailedGetScale",
        f"{prefix}: {failure.message}",
    )
    conditions = with_settings(state.status.conditions, (setting,), now)
    return Decision(
        current=None,
        replicas=None,
        rescale=False,
        next_state=replace(state, status=replace(state.status, conditions=conditions)),
        events=(Event("Warning", "FailedGetScale", failure.message),),
        error=f"failed to get the scale: {failure.message}",
    )


def _failure_events(proposals: tuple[Proposal, ...]) -> tuple[Event, ...]:
    return tuple(
        Event("Warning", proposal.reason, proposal.message)
        for proposal in proposals
        if proposal.replicas is None
    )


def _active(name: str) -> Setting:
    message = f"the HPA was able to successfully calculate a replica count from {name}"
    return ("ScalingActive", "True", "ValidMetricFound", message)


def _inactive(reason: str, message: str) -> Setting:
    text = f"the HPA was unable to compute the replica count: {message}"
    return ("ScalingActive", "False", reason, text)
