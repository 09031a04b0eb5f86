"""The reasoning behind one decision, step by step, in words.

Takes the decision of ``hpa.algorithm`` apart; where a step leaves no trace in
it, that step's own function is asked again. Nothing is computed here. What one
HPA means at all is ``hpa.describe``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from hpa.algorithm.decide import decide, looks_at_metrics
from hpa.algorithm.instants import micros
from hpa.algorithm.normalize import normalize
from hpa.algorithm.types import Failure, Recommendation
from hpa.metric_reasons import metric_text
from hpa.metric_words import name_of

if TYPE_CHECKING:
    from hpa.algorithm.conditions import Setting
    from hpa.algorithm.types import (
        Config,
        Decision,
        Observation,
        ScaleView,
        Spec,
        State,
    )

Stage = Literal["scale", "bounds", "metric", "together", "hold", "limit", "result"]
"""Which part of the controller speaks."""


@dataclass(frozen=True, slots=True)
class ReasoningStep:
    """One step of the way from what was seen to what is done."""

    stage: Stage
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision and the way to it."""

    decision: Decision
    steps: tuple[ReasoningStep, ...]


def explain(
    spec: Spec, state: State, observation: Observation, config: Config, now: float
) -> Explanation:
    """Decide as ``hpa.algorithm.decide`` does, and say why.

    >>> from hpa.algorithm.types import Config, Failure, Observation, Spec, State
    >>> unreadable = Observation(scale=Failure("no such Deployment"))
    >>> spec = Spec(max_replicas=8, metrics=())
    >>> explain(spec, State(), unreadable, Config(), 0).steps[0].text
    'the scale cannot be read (no such Deployment): nothing is done'
    """
    decision = decide(spec, state, observation, config, now)
    scale = observation.scale
    if isinstance(scale, Failure):
        text = f"the scale cannot be read ({scale.message}): nothing is done"
        return Explanation(decision, (ReasoningStep("scale", text),))
    steps = [_scale(scale), _bounds(spec, scale.spec_replicas)]
    if looks_at_metrics(spec, scale.spec_replicas):
        steps += _metrics(spec, decision, observation, config, now)
        if decision.recommendation is not None:
            steps += _normalized(spec, state, decision, config, now)
    steps.append(_result(decision))
    return Explanation(decision, tuple(steps))


def to_dict(explanation: Explanation) -> dict[str, Any]:
    """Give decision and reasoning as plain data."""
    decision = explanation.decision
    return {
        "current": decision.current,
        "replicas": decision.replicas,
        "rescale": decision.rescale,
        "recommendation": decision.recommendation,
        "reason": decision.reason or None,
        "error": decision.error,
        "steps": [{"stage": s.stage, "text": s.text} for s in explanation.steps],
        "proposals": [
            {
                "name": proposal.name or None,
                "replicas": proposal.replicas,
                "usageRatio": proposal.usage_ratio,
                "reason": proposal.reason or None,
                "message": proposal.message or None,
            }
            for proposal in decision.proposals
        ],
        "conditions": [
            {
                "type": condition.type,
                "status": condition.status,
                "reason": condition.reason,
                "message": condition.message,
            }
            for condition in decision.conditions
        ],
        "events": [
            {"type": event.type, "reason": event.reason, "message": event.message}
            for event in decision.events
        ],
    }


def to_lines(explanation: Explanation) -> list[str]:
    """Give the steps as numbered lines, then conditions and events."""
    decision = explanation.decision
    width = max(len(step.stage) for step in explanation.steps)
    lines = [
        f"{number}. {step.stage.ljust(width)}  {step.text}"
        for number, step in enumerate(explanation.steps, 1)
    ]
    lines.append("conditions")
    lines += [
        f"  {c.type}={c.status}  {c.reason}: {c.message}" for c in decision.conditions
    ]
    if decision.events:
        lines.append("events")
        lines += [f"  {e.type}  {e.reason}: {e.message}" for e in decision.events]
    return lines


def _scale(scale: ScaleView) -> ReasoningStep:
    text = f"the workload is asked to run {scale.spec_replicas} replicas"
    if scale.status_replicas != scale.spec_replicas:
        text += f" and has {scale.status_replicas}"
    return ReasoningStep("scale", text)


def _bounds(spec: Spec, current: int) -> ReasoningStep:
    bounds = f"{spec.min_replicas} to {spec.max_replicas}"
    if looks_at_metrics(spec, current):
        text = f"{current} is within {bounds}: the metrics decide"
    elif current == 0:
        text = "somebody scaled it to 0, which switches the HPA off"
    else:
        text = f"{current} is outside {bounds}: no metric is looked at"
    return ReasoningStep("bounds", text)


def _metrics(
    spec: Spec,
    decision: Decision,
    observation: Observation,
    config: Config,
    now: float,
) -> list[ReasoningStep]:
    if not decision.proposals:
        return [ReasoningStep("metric", f"no metric is read: {decision.error}")]
    parts = zip(spec.metrics, observation.readings, decision.proposals, strict=True)
    steps = [
        ReasoningStep(
            "metric",
            f"{name_of(metric)}: "
            + metric_text(metric, reading, proposal, observation, config, now),
        )
        for metric, reading, proposal in parts
    ]
    return [*steps, ReasoningStep("together", _together(decision))]


def _together(decision: Decision) -> str:
    failed = sum(proposal.replicas is None for proposal in decision.proposals)
    if decision.recommendation is None:
        if failed == len(decision.proposals):
            return "no metric can be had: nothing is known, and nothing is scaled"
        return (
            f"{failed} of {len(decision.proposals)} metrics cannot be had and the "
            "others ask for fewer replicas: the missing one may be the one that needs "
            "them, so nothing is scaled"
        )
    text = f"{decision.recommendation} replicas are recommended"
    if len(decision.proposals) > 1:
        text = f"the highest proposal counts: {text}"
    if failed:
        text += f", in spite of {failed} that cannot be had: up is always allowed"
    return text


def _normalized(
    spec: Spec, state: State, decision: Decision, config: Config, now: float
) -> list[ReasoningStep]:
    """Ask the stabilization and the limits once more what they said."""
    current, raw = decision.current, decision.recommendation
    if current is None or raw is None:
        return []
    if not state.recommendations:
        # As in ``decide``: a new HPA remembers what it found.
        found = Recommendation(current, micros(now))
        state = replace(state, recommendations=(found,))
    normalized = normalize(raw, current, spec, state, config, now)
    able, limited = normalized.settings
    return [
        ReasoningStep("hold", _held(able)),
        ReasoningStep("limit", _limited(limited, spec, normalized.replicas)),
    ]


def _held(able: Setting) -> str:
    _, _, reason, message = able
    if reason == "ReadyForNewScale":
        return "no stabilization window holds it back"
    return f"the stabilization window changes it ({reason}: {message})"


def _limited(limited: Setting, spec: Spec, replicas: int) -> str:
    _, status, reason, message = limited
    if status == "False":
        return f"{replicas} is within bounds and speed limits"
    bound = {"TooManyReplicas": "maxReplicas", "TooFewReplicas": "minReplicas"}
    source = bound.get(reason, "behavior" if spec.behavior else "the speed limit")
    return f"{source} makes it {replicas} ({reason}: {message})"


def _result(decision: Decision) -> ReasoningStep:
    if decision.recommendation is None and decision.error:
        text = f"stay at {decision.current}: {decision.error}"
    elif not decision.rescale:
        text = f"stay at {decision.current}"
    else:
        reason = f": {decision.reason}" if decision.reason else ""
        text = f"rescale from {decision.current} to {decision.replicas}{reason}"
    return ReasoningStep("result", text)
