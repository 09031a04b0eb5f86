"""Our stabilization, limits and scale events against the recorded ones (normalize).

One entry of the table for each of the Go functions that were called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.algorithm.limits import (
    Limited,
    default_scale_up_limit,
    within_default_limits,
    within_limits,
)
from hpa.algorithm.normalize import normalize
from hpa.algorithm.policies import (
    change_in_period,
    scale_down_limit,
    scale_up_limit,
    with_event,
)
from hpa.algorithm.stabilization import (
    Windows,
    clamp_reason,
    clamp_to_windows,
    hold_scale_down,
)
from hpa.algorithm.types import (
    Behavior,
    Config,
    ScalingPolicy,
    ScalingRules,
    Spec,
    State,
)
from tests.conformance.hpa.memory import events_of, recommendations_of
from tests.conformance.hpa.versions import expectations

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpa.algorithm.versions import Switches

Case = dict[str, Any]

_NOW = 2_000_000_000.0
_NOW_MICROS = 2_000_000_000_000_000
_NO_RULES = ScalingRules(policies=())


@dataclass(frozen=True, slots=True)
class _Call:
    """One recorded call, translated."""

    given: Case
    current: int
    desired: int
    spec: Spec
    behavior: Behavior
    state: State
    config: Config


def recognises(case: Case) -> bool:
    """Tell whether *case* is a call of one of the table's functions."""
    return isinstance(case.get("in"), dict) and case["in"].get("kind") in _ANSWERS


def check(case: Case) -> list[str]:
    """List the disagreements under both recorded controllers."""
    problems = []
    for version, switches, recorded in expectations(case):
        call = _call(case["in"], switches)
        got = _ANSWERS[case["in"]["kind"]](call)
        wanted = _comparable(recorded, got)
        if got != wanted:
            problems.append(f"under {version}: expected {wanted}, got {got}")
    return problems


def _comparable(recorded: Case, got: Case) -> Case:
    """Bring a recorded answer into our terms; messages are not compared."""
    wanted: Case = {
        name: value for name, value in recorded.items() if name != "message"
    }
    if "recommendations" in got:
        listed = recorded.get("recommendations")
        wanted["recommendations"] = recommendations_of(listed, _NOW_MICROS)
    for name in ("scaleUpEvents", "scaleDownEvents"):
        if name in got:
            wanted[name] = events_of(recorded.get(name), _NOW_MICROS)
    return wanted


def _call(given: Case, switches: Switches) -> _Call:
    behavior = Behavior(
        scale_up=_rules(given.get("scaleUp")), scale_down=_rules(given.get("scaleDown"))
    )
    with_behavior = "scaleUp" in given or "scaleDown" in given
    return _Call(
        given=given,
        current=given["currentReplicas"],
        desired=given["desiredReplicas"],
        spec=Spec(
            min_replicas=given["minReplicas"],
            max_replicas=given["maxReplicas"],
            metrics=(),
            behavior=behavior if with_behavior else None,
        ),
        behavior=behavior,
        state=State(
            recommendations=recommendations_of(
                given.get("recommendations"), _NOW_MICROS
            ),
            scale_up_events=events_of(given.get("scaleUpEvents"), _NOW_MICROS),
            scale_down_events=events_of(given.get("scaleDownEvents"), _NOW_MICROS),
        ),
        config=Config(
            downscale_stabilization_seconds=given["downscaleStabilizationMs"] / 1000,
            switches=switches,
        ),
    )


def _rules(recorded: Case | None) -> ScalingRules:
    if recorded is None:
        return _NO_RULES
    return ScalingRules(
        stabilization_window_seconds=recorded.get("stabilizationWindowSeconds"),
        select_policy=recorded["selectPolicy"],
        policies=tuple(
            ScalingPolicy(
                type=each["type"],
                value=each["value"],
                period_seconds=each["periodSeconds"],
            )
            for each in recorded.get("policies") or ()
        ),
    )


def _limited(limited: Limited) -> Case:
    return {"replicas": limited.replicas, "reason": limited.reason}


def _default_limits(call: _Call) -> Case:
    return _limited(within_default_limits(call.desired, call.current, call.spec))


def _default_up_limit(call: _Call) -> Case:
    return {"replicas": default_scale_up_limit(call.current)}


def _up_limit(call: _Call) -> Case:
    limit = scale_up_limit(
        call.behavior.scale_up,
        call.current,
        call.state,
        switches=call.config.switches,
        now_micros=_NOW_MICROS,
    )
    return {"replicas": limit}


def _down_limit(call: _Call) -> Case:
    limit = scale_down_limit(
        call.behavior.scale_down,
        call.current,
        call.state,
        switches=call.config.switches,
        now_micros=_NOW_MICROS,
    )
    return {"replicas": limit}


def _limits(call: _Call) -> Case:
    limited = within_limits(
        call.desired,
        call.current,
        call.spec,
        call.state,
        switches=call.config.switches,
        now_micros=_NOW_MICROS,
    )
    return _limited(limited)


def _hold(call: _Call) -> Case:
    replicas, recommendations = hold_scale_down(
        call.desired,
        call.state.recommendations,
        window_micros=call.given["downscaleStabilizationMs"] * 1000,
        now_micros=_NOW_MICROS,
    )
    return {"replicas": replicas, "recommendations": recommendations}


def _clamp(call: _Call) -> Case:
    replicas, recommendations = clamp_to_windows(
        call.desired,
        call.current,
        call.state.recommendations,
        windows=Windows.of(call.behavior, call.config),
        now_micros=_NOW_MICROS,
    )
    return {
        "replicas": replicas,
        "reason": clamp_reason(call.desired, call.current),
        "recommendations": recommendations,
    }


def _normalize(call: _Call) -> Case:
    normalized = normalize(
        call.desired, call.current, call.spec, call.state, call.config, _NOW
    )
    able, limited = normalized.settings
    return {
        "replicas": normalized.replicas,
        "recommendations": normalized.recommendations,
        "ableToScaleReason": able[2],
        "scalingLimitedStatus": limited[1],
        "scalingLimitedReason": limited[2],
    }


def _event(call: _Call) -> Case:
    up, down = call.state.scale_up_events, call.state.scale_down_events
    change = call.desired - call.current
    if change > 0:
        up = with_event(up, change, call.behavior.scale_up, _NOW_MICROS)
    else:
        down = with_event(down, -change, call.behavior.scale_down, _NOW_MICROS)
    return {"scaleUpEvents": up, "scaleDownEvents": down}


def _change(call: _Call) -> Case:
    period = call.given["periodSeconds"]
    change = change_in_period(call.state.scale_up_events, period, _NOW_MICROS)
    return {"replicas": change}


_ANSWERS: dict[str, Callable[[_Call], Case]] = {
    "convertDesiredReplicasWithRules": _default_limits,
    "calculateScaleUpLimit": _default_up_limit,
    "calculateScaleUpLimitWithScalingRules": _up_limit,
    "calculateScaleDownLimitWithBehaviors": _down_limit,
    "convertDesiredReplicasWithBehaviorRate": _limits,
    "stabilizeRecommendation": _hold,
    "stabilizeRecommendationWithBehaviors": _clamp,
    "normalizeDesiredReplicas": _normalize,
    "normalizeDesiredReplicasWithBehaviors": _normalize,
    "storeScaleEvent": _event,
    "getReplicasChangePerPeriod": _change,
}
