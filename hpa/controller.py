"""The controller of one HPA: gather over the ports, decide, act.

No arithmetic: that is ``hpa.algorithm``. No clock and no waiting either: whoever
calls ``sync`` every sync period brings the time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hpa.algorithm.decide import after_failed_write, decide, looks_at_metrics
from hpa.algorithm.selectors import selector_problem
from hpa.algorithm.types import (
    Config,
    ContainerResourceMetric,
    ExternalMetric,
    ExternalReading,
    Failure,
    ObjectMetric,
    ObjectReading,
    Observation,
    PodsMetric,
    PodsReading,
    ResourceMetric,
    ResourceReading,
    State,
)
from hpa.errors import PortError

if TYPE_CHECKING:
    from hpa.algorithm.types import Decision, MetricSpec, Pod, Reading, ScaleView, Spec
    from hpa.ports import MetricsPort, PodsPort, RivalsPort, ScalePort, Sink

_NOT_READ = Failure("not read: the controller refuses the scale's selector")


class Autoscaler:
    """One HPA under control, with its memory in ``state``."""

    def __init__(  # noqa: PLR0913 (the ports, each by name)
        self,
        spec: Spec,
        *,
        scale: ScalePort,
        pods: PodsPort,
        metrics: MetricsPort,
        sink: Sink,
        rivals: RivalsPort | None = None,
        config: Config = Config(),  # noqa: B008 (frozen, shared on purpose)
        state: State = State(),  # noqa: B008 (frozen, shared on purpose)
    ) -> None:
        self.spec = spec
        """What to follow; may be replaced between two syncs."""
        self.config = config
        self.state = state
        """What the next sync starts from; ``State()`` for a new HPA."""
        self._scale = scale
        self._pods = pods
        self._metrics = metrics
        self._sink = sink
        self._rivals = rivals

    def sync(self, now: float) -> Decision:
        """Reconcile once, at *now* (seconds).

        Reads the scale and, only when the decision needs them, pods and
        metrics; decides; writes the scale when it differs; records every event
        in order and reports the status when it changed. A port's ``PortError``
        is never raised from here: it is in the decision's conditions, events
        and ``error``. A status that cannot be reported stays the old one, as
        the next sync of the real controller would read it.
        """
        before = self.state
        decision = decide(self.spec, before, self.observe(), self.config, now)
        if decision.rescale and decision.replicas is not None:
            try:
                self._scale.write(decision.replicas)
            except PortError as error:
                decision = after_failed_write(
                    decision, state=before, message=str(error), now=now
                )
        decision = self._report(before, decision)
        self.state = decision.next_state
        return decision

    def _report(self, before: State, decision: Decision) -> Decision:
        for event in decision.events:
            self._sink.event(event)
        status = decision.next_state.status
        if status == before.status:
            return decision
        try:
            self._sink.status(status)
        except PortError as error:
            return replace(
                decision,
                error=decision.error or f"failed to update the status: {error}",
                next_state=replace(decision.next_state, status=before.status),
            )
        return decision

    def observe(self) -> Observation:
        """Gather what a decision is made from, and decide nothing.

        What could not be had is in the observation as a ``Failure``.
        """
        try:
            scale = self._scale.read()
        except PortError as error:
            return Observation(scale=Failure(str(error)))
        if not looks_at_metrics(self.spec, scale.spec_replicas):
            return Observation(scale=scale)
        metrics = self.spec.metrics
        if not scale.selector or selector_problem(scale.selector):
            return Observation(scale=scale, readings=(_NOT_READ,) * len(metrics))
        return self._gather(scale)

    def _gather(self, scale: ScaleView) -> Observation:
        """List the pods once and ask for every metric, whatever fails."""
        selector = scale.selector
        readings = tuple(self._read(each, selector) for each in self.spec.metrics)
        return Observation(
            scale=scale,
            pods=self._list(selector),
            readings=readings,
            rivals=self._other_owners(selector),
        )

    def _other_owners(self, selector: str) -> tuple[str, ...]:
        """Name the rivals where they matter; those that nobody can name are none.

        Rivals are found by the pods: pods that cannot be listed fail by themselves.
        """
        if self._rivals is None or not self.config.switches.refuses_shared_pods:
            return ()
        try:
            return self._rivals.find(selector)
        except PortError:
            return ()

    def _list(self, selector: str) -> tuple[Pod, ...] | Failure:
        try:
            return self._pods.list(selector)
        except PortError as error:
            return Failure(str(error))

    def _read(self, metric: MetricSpec, selector: str) -> Reading:
        try:
            return self._ask(metric, selector)
        except PortError as error:
            return Failure(str(error))

    def _ask(self, metric: MetricSpec, selector: str) -> Reading:
        if isinstance(metric, PodsMetric):
            return PodsReading(self._metrics.pods(metric, selector))
        if isinstance(metric, ObjectMetric):
            return ObjectReading(self._metrics.object(metric))
        if isinstance(metric, ExternalMetric):
            return ExternalReading(self._metrics.external(metric))
        if isinstance(metric, ResourceMetric | ContainerResourceMetric):
            return ResourceReading(self._metrics.resource(selector))
        return Failure(f"unknown metric source type {metric.type!r}")
