"""The loop of one HPA, live: values, targets, replicas, and what can happen next.

What the controller will do is found by asking ``hpa.algorithm.decide`` about later
times, with the values as they are now: no arithmetic of replicas here. What the
controller remembered before the look began is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.algorithm.decide import decide
from hpa.algorithm.types import Config, Failure, State
from hpa.controller import Autoscaler
from hpa.live.autoscalers import live
from hpa.live.metrics import ClusterMetrics
from hpa.live.pods import ClusterPods
from hpa.live.scale import ClusterScale
from hpa.thresholds import is_percent, target_of, thresholds
from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.quantity import Quantity
from octoscale.doctor.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.algorithm.types import (
        Decision,
        Event,
        MetricSpec,
        Observation,
        Proposal,
        Spec,
        Status,
    )
    from octoscale.kube.base import KubePort
    from octoscale.kube.restmapper import RESTMapper
    from octoscale.kube.types import Kind

AHEAD_SECONDS = 3_600.0
"""So far ahead something is looked for: the longest stabilization window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricState:
    """One metric now."""

    name: str
    value: str
    """As compared with the target; empty when there is none."""

    metric_target: str
    proposes: int | None
    """The replicas that it asks for alone; ``None`` when it failed."""

    problem: str = ""
    up_from: str = ""
    """The smallest value that asks for more replicas than now."""

    down_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopState:
    """One HPA's loop at one moment."""

    at: float
    namespace: str
    name: str
    current: int | None
    """Replicas asked for now; ``None`` when the scale cannot be read."""

    desired: int
    """As the real controller says in the HPA's status."""

    ready: int | None
    """Ready pods; ``None`` when they cannot be listed."""

    metrics: tuple[MetricState, ...]
    upcoming: str
    """What can happen next, in words."""

    at_earliest: float | None = None
    """When it can, in seconds; ``None`` for nothing, or nothing foreseen."""


class Loop:
    """Looks at one HPA again and again, and remembers as a controller does."""

    def __init__(  # noqa: PLR0913 (which HPA, and how it is looked at)
        self,
        kube: KubePort,
        kind: Kind,
        name: str,
        *,
        namespace: str,
        mapper: RESTMapper,
        custom_version: str,
        config: Config,
    ) -> None:
        """Ask nothing yet."""
        self._kube = kube
        self._kind = kind
        self._name = name
        self._namespace = namespace
        self._mapper = mapper
        self._custom = custom_version
        self._config = config
        self._state = State()

    def look(self, now: float) -> LoopState:
        """Take one look at *now* (seconds); raises ``KubeError``."""
        found = live(self._kube.get(self._kind, self._name, namespace=self._namespace))
        if found is None:
            raise EnvironmentMissingError(f"the HPA {self._name} cannot be read")
        gatherer = Autoscaler(
            found.spec,
            scale=ClusterScale(self._kube, found.target, self._namespace),
            pods=ClusterPods(self._kube, self._namespace),
            metrics=ClusterMetrics(
                self._kube,
                self._namespace,
                mapper=self._mapper,
                custom_version=self._custom,
            ),
            sink=_Nobody(),
            config=self._config,
        )
        seen = gatherer.observe()
        decision = decide(found.spec, self._state, seen, self._config, now)
        upcoming, when = _upcoming(found.spec, self._state, seen, self._config, now)
        self._state = _remembered(self._state, decision)
        # Outside its bounds an HPA looks at neither metrics nor pods.
        looked = bool(seen.readings) or not found.spec.metrics
        pods = seen.pods if looked else Failure("not looked at")
        return LoopState(
            at=now,
            namespace=self._namespace,
            name=self._name,
            current=decision.current,
            desired=found.status.desired_replicas,
            ready=None
            if isinstance(pods, Failure)
            else sum(pod.ready == "True" for pod in pods),
            metrics=tuple(_metrics(found.spec, decision, self._config)),
            upcoming=redact(upcoming),
            at_earliest=when,
        )


def to_dict(state: LoopState) -> dict[str, Any]:
    """Give a look as plain data; the keys are stable."""
    return {
        "at": state.at,
        "namespace": state.namespace,
        "name": state.name,
        "current": state.current,
        "desired": state.desired,
        "ready": state.ready,
        "metrics": [
            {
                "name": one.name,
                "value": one.value or None,
                "metricTarget": one.metric_target or None,
                "proposes": one.proposes,
                "problem": one.problem or None,
                "upFrom": one.up_from or None,
                "downTo": one.down_to or None,
            }
            for one in state.metrics
        ],
        "next": state.upcoming,
        "atEarliest": state.at_earliest,
    }


class _Nobody:
    """A sink for who decides nothing."""

    def status(self, status: Status) -> None:
        """Do nothing."""

    def event(self, event: Event) -> None:
        """Do nothing."""


def _remembered(before: State, decision: Decision) -> State:
    """Keep the recommendations; rescales are the real controller's."""
    after = decision.next_state
    return State(
        recommendations=after.recommendations,
        scale_up_events=before.scale_up_events,
        scale_down_events=before.scale_down_events,
        status=after.status,
    )


def _upcoming(
    spec: Spec, state: State, seen: Observation, config: Config, now: float
) -> tuple[str, float | None]:
    """Ask later and later what would be decided, the values being what they are."""
    first = decide(spec, state, seen, config, now)
    if first.error is not None and not first.rescale:
        return f"nothing: {first.error}", None
    if first.rescale:
        why = f": {first.reason}" if first.reason else ""
        return f"from {first.current} to {first.replicas} at the next sync{why}", now
    bound = _at_bound(spec, first)
    period = max(config.sync_period_seconds, 1.0)
    wanted, remembered = first.recommendation, _remembered(state, first)
    if wanted is None or wanted == first.current:
        return f"nothing while the values stay{bound}", None
    for step in range(1, int(AHEAD_SECONDS / period) + 1):
        later = now + step * period
        decision = decide(spec, remembered, seen, config, later)
        if decision.rescale:
            seconds = step * period
            text = (
                f"from {first.current} to {decision.replicas} in {seconds:g} s, if the "
                f"values stay: {_why_held(first)}"
            )
            return text, later
        remembered = _remembered(remembered, decision)
    return f"nothing while the values stay{bound}", None


def _at_bound(spec: Spec, decision: Decision) -> str:
    wanted, current = decision.recommendation, decision.current
    if wanted is None or current is None or wanted == current:
        return ""
    if wanted > spec.max_replicas and current == spec.max_replicas:
        return f": {wanted} are asked for, and maxReplicas is {spec.max_replicas}"
    if wanted < spec.min_replicas and current == spec.min_replicas:
        return f": {wanted} are asked for, and minReplicas is {spec.min_replicas}"
    return ""


def _why_held(decision: Decision) -> str:
    able = decision.condition("AbleToScale")
    limited = decision.condition("ScalingLimited")
    if able is not None and able.reason.endswith("Stabilized"):
        return f"a stabilization window holds it ({able.reason})"
    if limited is not None and limited.status == "True":
        return f"limited ({limited.reason})"
    return "held back"


def _metrics(spec: Spec, decision: Decision, config: Config) -> Iterator[MetricState]:
    for index, metric in enumerate(spec.metrics):
        name = str(getattr(metric, "name", getattr(metric, "type", "")))
        if not decision.proposals:
            yield MetricState(
                name=name,
                value="",
                metric_target=_target(metric),
                proposes=None,
                problem="not looked at",
            )
            continue
        yield _metric(spec, metric, name, decision.proposals[index], decision, config)


def _metric(
    spec: Spec,
    metric: MetricSpec,
    name: str,
    proposal: Proposal,
    decision: Decision,
    config: Config,
) -> MetricState:
    up = down = ""
    if decision.current:
        edges = thresholds(metric, decision.current, config, spec.behavior)
        up, down = _shown(metric, edges.up_from), _shown(metric, edges.down_to)
    return MetricState(
        name=name,
        value=_value(metric, proposal),
        metric_target=_target(metric),
        proposes=proposal.replicas,
        problem=redact(proposal.message),
        up_from=up,
        down_to=down,
    )


def _target(metric: MetricSpec) -> str:
    try:
        return _shown(metric, target_of(metric))
    except ValueError:
        return ""


def _value(metric: MetricSpec, proposal: Proposal) -> str:
    status = proposal.status
    if proposal.replicas is None:
        return ""
    if is_percent(metric):
        return _shown(metric, status.average_utilization)
    average = status.average_value_milli
    return _shown(metric, status.value_milli if average is None else average)


def _shown(metric: MetricSpec, number: int | None) -> str:
    if number is None:
        return ""
    return f"{number}%" if is_percent(metric) else Quantity.of_milli(number).canonical
