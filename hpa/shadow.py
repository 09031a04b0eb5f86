"""The controller's decisions beside the real one's, touching nothing.

The same HPAs, scales, pods and metrics are read as the real controller reads
them; what it would do is held against what the HPAs' status says that the real
one did. Both look at their own moments: a decision is a difference only when none
of the shadow's last three explains it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hpa.algorithm.decide import with_scale_event
from hpa.algorithm.types import Config, State
from hpa.controller import Autoscaler
from hpa.live.autoscalers import LiveAutoscaler, read_all, served_kind
from hpa.live.events import SHOWN, event_text, events_of
from hpa.live.metrics import ClusterMetrics, custom_version
from hpa.live.pods import ClusterPods
from hpa.live.rivals import ClusterRivals, Selectors
from hpa.live.scale import ClusterScale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.algorithm.types import (
        Condition,
        ConditionType,
        Decision,
        Event,
        ScaleView,
        Spec,
        Status,
    )
    from octoscale.kube.base import KubePort
    from octoscale.kube.restmapper import RESTMapper

EXPLAINING = 3
"""So many of the shadow's last syncs may explain what the real controller did: it
looks a moment before or after, and its status is seen a sync later."""

RESCALED = "SucceededRescale"
"""A condition's reason that holds for one sync only, after somebody scaled."""

Key = tuple[str, str]
"""Namespace and name of an HPA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowSync:
    """One HPA in one round: what the shadow would do, and what the real one did."""

    namespace: str
    name: str
    at: float
    decision: Decision
    live: Status
    """The status as the real controller wrote it last."""

    tried: bool
    """Whether the decision follows other settings than the cluster's."""

    warming: bool
    """Whether a window still reaches back to before the shadow began: until it
    does not, the real controller remembers what the shadow cannot know."""

    differences: tuple[str, ...]
    """In words; empty when the last decisions explain the live status."""

    events: tuple[str, ...] = ()
    """What the real controller said last; read beside a difference only."""

    @property
    def desired(self) -> int:
        """How many replicas the shadow wants now."""
        return self.decision.next_state.status.desired_replicas


@dataclass(slots=True)
class _Known:
    """What the shadow remembers of one HPA."""

    began: float
    autoscaler: Autoscaler
    scale: _SeenScale
    last: deque[Status] = field(default_factory=lambda: deque(maxlen=EXPLAINING))
    scaled: deque[bool] = field(default_factory=lambda: deque(maxlen=EXPLAINING))
    replicas: int | None = None


@dataclass(slots=True)
class _SeenScale:
    """The scale, read and never written."""

    inner: ClusterScale
    seen: ScaleView | None = None

    def read(self) -> ScaleView:
        """Read it and remember it."""
        self.seen = None
        self.seen = self.inner.read()
        return self.seen

    def write(self, replicas: int) -> None:
        """Do nothing: the decision goes on as if it had been written."""


class _Silent:
    """A sink that keeps nothing: the decision holds all of it."""

    def status(self, status: Status) -> None:
        """Do nothing."""

    def event(self, event: Event) -> None:
        """Do nothing."""


class Shadow:
    """Shadows the HPAs of one namespace, or of all."""

    def __init__(
        self,
        kube: KubePort,
        *,
        namespace: str | None,
        config: Config,
        mapper: RESTMapper | None = None,
        instead: Mapping[Key, Spec] | None = None,
    ) -> None:
        """Find out what the cluster serves.

        *instead* are other specs to follow for some HPAs. Raises ``KubeError`` and
        ``EnvironmentMissingError``.
        """
        self._kube = kube
        self._namespace = namespace
        self._config = config
        self._mapper = mapper
        self._instead = dict(instead or {})
        self._kind = served_kind(kube)
        self._custom = custom_version(kube)
        self._known: dict[Key, _Known] = {}
        self._pods: dict[str, ClusterPods] = {}
        self._selectors: dict[str, Selectors] = {}

    def round(self, now: float) -> list[ShadowSync]:
        """Sync every HPA once at *now* (seconds); raises ``KubeError``."""
        found = read_all(self._kube, self._kind, self._namespace)
        for pods in self._pods.values():
            pods.forget()
        keys = {(one.namespace, one.name) for one in found}
        self._known = {key: one for key, one in self._known.items() if key in keys}
        for namespace, selectors in self._selectors.items():
            selectors.keep_only(name for where, name in keys if where == namespace)
        return [self._sync(one, now) for one in found]

    def _sync(self, live: LiveAutoscaler, now: float) -> ShadowSync:
        key = (live.namespace, live.name)
        spec = self._instead.get(key, live.spec)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._met(live, spec, now)
        scaler = known.autoscaler
        scaler.spec = spec
        before = replace(scaler.state, status=live.status)
        scaler.state = before
        decision = scaler.sync(now)
        scaler.state = self._remembered(known, before, decision, now)
        known.last.append(decision.next_state.status)
        tried = key in self._instead
        differences = () if tried else _differences(live.status, known)
        warming = now - known.began < _longest_memory(spec, self._config)
        return ShadowSync(
            namespace=live.namespace,
            name=live.name,
            at=now,
            decision=decision,
            live=live.status,
            tried=tried,
            warming=warming,
            differences=differences,
            events=self._said(live) if differences else (),
        )

    def _said(self, live: LiveAutoscaler) -> tuple[str, ...]:
        found = events_of(self._kube, live.namespace, live.name)
        return tuple(event_text(one) for one in found[-SHOWN:])

    def _met(self, live: LiveAutoscaler, spec: Spec, now: float) -> _Known:
        pods = self._pods.setdefault(
            live.namespace, ClusterPods(self._kube, live.namespace)
        )
        scale = _SeenScale(ClusterScale(self._kube, live.target, live.namespace))
        scaler = Autoscaler(
            spec,
            scale=scale,
            pods=pods,
            metrics=ClusterMetrics(
                self._kube,
                live.namespace,
                mapper=self._mapper,
                custom_version=self._custom,
            ),
            sink=_Silent(),
            rivals=ClusterRivals(
                live.name, pods, self._selectors.setdefault(live.namespace, Selectors())
            ),
            config=self._config,
        )
        return _Known(now, scaler, scale)

    @staticmethod
    def _remembered(
        known: _Known, before: State, decision: Decision, now: float
    ) -> State:
        """Keep the recommendations, and the rescales that really were."""
        seen, earlier = known.scale.seen, known.replicas
        change = 0 if seen is None or earlier is None else seen.spec_replicas - earlier
        known.scaled.append(bool(change))
        if seen is not None:
            known.replicas = seen.spec_replicas
        up, down = with_scale_event(known.autoscaler.spec, before, change, now)
        return State(
            recommendations=decision.next_state.recommendations,
            scale_up_events=up,
            scale_down_events=down,
        )


def _differences(live: Status, known: _Known) -> tuple[str, ...]:
    """Tell what none of the last decisions explains."""
    if not live.conditions or len(known.last) < EXPLAINING:
        return ()  # the real one has not synced yet, or we know too little
    found = []
    wanted = {status.desired_replicas for status in known.last}
    if live.desired_replicas not in wanted:
        numbers = ", ".join(map(str, sorted(wanted)))
        found.append(f"desired replicas {live.desired_replicas}, here {numbers}")
    for condition in live.conditions:
        if condition.reason == RESCALED and any(known.scaled):
            continue
        ours = [_of_type(status, condition.type) for status in known.last]
        pairs = {(one.status, one.reason) for one in ours if one is not None}
        if (condition.status, condition.reason) not in pairs:
            words = " or ".join(f"{status} {reason}" for status, reason in pairs)
            found.append(
                f"{condition.type} {condition.status} {condition.reason}, here "
                f"{words or 'not set'}"
            )
    return tuple(found)


def _of_type(status: Status, kind: ConditionType) -> Condition | None:
    return next((one for one in status.conditions if one.type == kind), None)


def _longest_memory(spec: Spec, config: Config) -> float:
    """Tell how far back a decision may look, in seconds."""
    flag = config.downscale_stabilization_seconds
    if spec.behavior is None:
        return flag
    up, down = spec.behavior.scale_up, spec.behavior.scale_down
    windows = [
        up.stabilization_window_seconds or 0,
        flag
        if down.stabilization_window_seconds is None
        else down.stabilization_window_seconds,
    ]
    periods = [policy.period_seconds for policy in (*up.policies, *down.policies)]
    return max([*windows, *periods])
