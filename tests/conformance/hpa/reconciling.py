"""Whole reconciles against the recorded ones (sequences and reconcile).

Each case is one HPA over many steps; the state is carried from step to step.
Messages are not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa.algorithm.decide import after_failed_write, decide
from hpa.algorithm.instants import micros
from hpa.algorithm.types import (
    Config,
    Decision,
    Failure,
    MetricSpec,
    MetricStatus,
    Observation,
    Reading,
    ResourceReading,
    ScaleView,
    Spec,
    State,
)
from hpa.manifests import from_dict
from hpa.spec import decision_spec
from octoscale.core.quantity import Quantity
from tests.conformance.hpa.memory import events_of, recommendations_of
from tests.conformance.hpa.observed import pods_of, reading_of
from tests.conformance.hpa.versions import expectations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.algorithm.versions import Switches

Case = dict[str, Any]

_EPOCH = 1_600_000_000.0
"""When a case's time 0 is: any time with a past before it will do."""

_SCALABLE = {
    "v1": ("ReplicationController",),
    "apps/v1": ("Deployment", "ReplicaSet", "StatefulSet"),
}
"""API version -> kinds with a scale subresource."""


def recognises(case: Case) -> bool:
    """Tell whether *case* is a series of reconciles of one HPA."""
    given = case.get("in")
    return isinstance(given, dict) and "hpa" in given and "steps" in given


def check(case: Case) -> list[str]:
    """List the disagreements under both recorded controllers, step by step."""
    problems: list[str] = []
    for version, switches, recorded in expectations(case):
        steps = recorded["steps"][: _known_steps(case, recorded)]
        answers = _run(case["in"], switches)
        for number, (step, got) in enumerate(zip(steps, answers, strict=False)):
            wanted = _expected(step, got)
            problems.extend(
                f"under {version}, step {number}, {name}: "
                f"expected {wanted[name]}, got {got[name]}"
                for name in got
                if got[name] != wanted[name]
            )
    return problems


def _known_steps(case: Case, recorded: Case) -> int:
    """Count the steps whose input is recorded for the controller in question.

    The pods of a step are those of the untouched controller's trail. Where the
    one with the later fixes leaves that trail, it saw other pods from then on,
    and nobody wrote them down. Metrics without pods are the same for both.
    """
    untouched = case["out"]["steps"]
    if not any("pods" in step for step in case["in"]["steps"]):
        return len(untouched)
    pairs = zip(untouched, recorded["steps"], strict=True)
    for number, (one, other) in enumerate(pairs):
        if one["specReplicasBefore"] != other["specReplicasBefore"]:
            return number
    return len(untouched)


def _run(given: Case, switches: Switches) -> Iterator[Case]:
    """Reconcile step after step and describe each in the recordings' terms."""
    config = _config(given["config"], switches)
    spec = decision_spec(from_dict(given["hpa"]))
    scale_target = given["hpa"]["spec"]["scaleTargetRef"]
    state = State()
    replicas = given["initialReplicas"]
    for step in given["steps"]:
        now = _EPOCH + step["tMs"] / 1000
        replicas = step.get("setSpecReplicas", replicas)
        scale = _scale(step, scale_target, replicas)
        observation = _observation(step, scale, spec, now)
        decision = decide(spec, state, observation, config, now)
        wrote = decision.rescale and not step.get("updateScaleError")
        if decision.rescale and not wrote:
            decision = after_failed_write(
                decision, state=state, message=step["updateScaleError"], now=now
            )
        answer = _describe(decision, state, now)
        answer["specReplicasBefore"] = replicas
        if wrote and decision.replicas is not None:
            replicas = decision.replicas
        answer["specReplicasAfter"] = replicas
        answer["scaleUpdated"] = wrote
        state = decision.next_state
        yield answer


def _config(given: Case, switches: Switches) -> Config:
    return Config(
        tolerance=given["tolerance"],
        downscale_stabilization_seconds=given["downscaleStabilizationMs"] / 1000,
        cpu_initialization_period_seconds=given["cpuInitializationPeriodMs"] / 1000,
        initial_readiness_delay_seconds=given["initialReadinessDelayMs"] / 1000,
        switches=switches,
    )


def _scale(step: Case, scale_target: Case, replicas: int) -> ScaleView | Failure:
    if scale_target["kind"] not in _SCALABLE.get(scale_target["apiVersion"], ()):
        return Failure("no matches for the scale target's kind")
    if step.get("getScaleError"):
        return Failure(step["getScaleError"])
    return ScaleView(
        spec_replicas=replicas,
        status_replicas=step.get("statusReplicas", replicas),
        selector=step.get("selector", "name=test-pod"),
    )


def _observation(
    step: Case, scale: ScaleView | Failure, spec: Spec, now: float
) -> Observation:
    return Observation(
        scale=scale,
        pods=pods_of(step.get("pods"), now),
        readings=tuple(_reading(step, metric, now) for metric in spec.metrics),
    )


def _reading(step: Case, metric: MetricSpec, now: float) -> Reading:
    kind = type(metric).__name__.removesuffix("Metric").lower()
    kind = "resource" if kind == "containerresource" else kind
    name = getattr(metric, "name", "")
    metrics = step.get("metrics") or {}
    failed = [
        each["error"]
        for key, each in metrics.items()
        if key.startswith("resource:") and "error" in each
    ]
    if kind == "resource" and failed:
        return Failure(failed[0])
    recorded = metrics.get(f"{kind}:{name}")
    if recorded is None:
        return ResourceReading(()) if kind == "resource" else Failure("not recorded")
    return reading_of(recorded, kind, name, now)


def _describe(decision: Decision, before: State, now: float) -> Case:
    state = decision.next_state
    status = state.status
    last = status.last_scale_time
    return {
        "error": decision.error is not None,
        "statusUpdated": status != before.status,
        "hpaStatusCurrentReplicas": status.current_replicas,
        "hpaStatusDesiredReplicas": status.desired_replicas,
        "lastScaleTimeMs": None if last is None else _milliseconds(last),
        "conditions": [
            (
                each.type,
                each.status,
                each.reason,
                _milliseconds(each.last_transition_time),
            )
            for each in status.conditions
        ],
        "events": [f"{event.type} {event.reason}" for event in decision.events],
        "currentMetrics": [_shown(each) for each in status.metrics],
        "recommendations": state.recommendations,
        "scaleUpEvents": state.scale_up_events,
        "scaleDownEvents": state.scale_down_events,
        "now": micros(now),
    }


def _expected(recorded: Case, got: Case) -> Case:
    """Bring a recorded step into our terms.

    The controller's memory is recorded after the last step only.
    """
    now_micros = got["now"]
    wanted = got | {name: recorded[name] for name in got.keys() & recorded.keys()}
    wanted["error"] = recorded["error"] is not None
    wanted["conditions"] = [
        (each["type"], each["status"], each["reason"], each["lastTransitionTimeMs"])
        for each in recorded["conditions"]
    ]
    wanted["events"] = [" ".join(each.split()[:2]) for each in recorded["events"]]
    wanted["currentMetrics"] = [
        _recorded_metric(each) for each in recorded.get("currentMetrics") or ()
    ]
    if "recommendations" in recorded:
        wanted["recommendations"] = recommendations_of(
            recorded["recommendations"], now_micros
        )
        for name in ("scaleUpEvents", "scaleDownEvents"):
            wanted[name] = events_of(recorded.get(name), now_micros)
    return wanted


def _milliseconds(time: float) -> int:
    return round((time - _EPOCH) * 1000)


def _shown(status: MetricStatus) -> tuple[int | None, int | None, int | None]:
    return status.value_milli, status.average_value_milli, status.average_utilization


def _recorded_metric(given: Case) -> tuple[int | None, int | None, int | None]:
    if not given["type"]:
        return None, None, None
    source = given[given["type"][0].lower() + given["type"][1:]]
    current = source["current"]
    return (
        _milli(current.get("value")),
        _milli(current.get("averageValue")),
        current.get("averageUtilization"),
    )


def _milli(quantity: str | None) -> int | None:
    return None if quantity is None else Quantity.parse(quantity).milli_value
