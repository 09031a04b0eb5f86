"""The fastest trail between the bounds, up and back, as the controller walks it.

Nothing is computed here: ``hpa.algorithm.decide`` runs in virtual time against a
metric that always demands everything and then nothing. How long pods take to
start, and whether a real metric ever demands that much, is the simulator's
business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    ExternalMetric,
    ExternalReading,
    Observation,
    ScaleView,
    State,
)
from hpa.validation.behavior import MAX_PERIOD_SECONDS, MAX_WINDOW_SECONDS

if TYPE_CHECKING:
    from hpa.algorithm.types import Config, Spec

PATIENCE_SECONDS = MAX_WINDOW_SECONDS + MAX_PERIOD_SECONDS
"""Longer than anything that the API lets a rescale wait for."""

LONGEST_SECONDS = 24 * 3600
"""A trail that takes more than a day is cut off, and says so."""

_DEMAND = ExternalMetric(name="demand", average_value_milli=1000)
_NOTHING = 0
_MOST_REPLICAS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Step:
    """One rescale of a trail."""

    seconds: float
    """After the first sync that sees the new demand."""

    replicas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """The replica counts from one bound towards the other."""

    start: int
    goal: int
    steps: tuple[Step, ...]

    @property
    def replicas(self) -> tuple[int, ...]:
        """The counts in order, the start among them."""
        return (self.start, *(step.replicas for step in self.steps))

    @property
    def arrives(self) -> bool:
        """Whether the goal is reached within a day."""
        return self.replicas[-1] == self.goal

    @property
    def seconds(self) -> float | None:
        """How long it takes; ``None`` when the goal is not reached."""
        if not self.arrives:
            return None
        return self.steps[-1].seconds if self.steps else 0.0


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """Both ways of one HPA."""

    up: Trail
    down: Trail
    """After a rest at the top that is longer than every window and period."""


def fastest(spec: Spec, config: Config) -> RoundTrip:
    """Walk from the minimum to the maximum and back, one sync period a step.

    A metric can be missed by up to a sync period before its first sync; that
    wait is not counted.

    >>> from hpa.algorithm.types import Config, PodsMetric, Spec
    >>> metric = PodsMetric(name="open_fds", average_value_milli=200_000)
    >>> trip = fastest(Spec(max_replicas=8, metrics=(metric,)), Config())
    >>> trip.up.replicas, trip.up.seconds
    ((1, 4, 8), 15.0)
    >>> trip.down.replicas, trip.down.seconds
    ((8, 1), 300.0)
    """
    walker = _Walker(replace(spec, metrics=(_DEMAND,)), config)
    everything = min(1000 * spec.max_replicas, _MOST_REPLICAS)
    up = walker.walk(everything, spec.max_replicas)
    walker.rest(everything)
    walker.replicas = spec.max_replicas
    return RoundTrip(up, walker.walk(_NOTHING, spec.min_replicas))


class _Walker:
    """One HPA in virtual time, obeyed at once."""

    def __init__(self, spec: Spec, config: Config) -> None:
        self._spec = spec
        self._config = config
        self._state = State()
        self._now = 0.0
        self.replicas = spec.min_replicas

    def walk(self, demand: int, goal: int) -> Trail:
        """Sync under a constant demand until nothing more can happen."""
        start, began, moved = self.replicas, self._now, self._now
        steps: list[Step] = []
        while self.replicas != goal and self._now - began <= LONGEST_SECONDS:
            if self._now - moved > PATIENCE_SECONDS:
                break
            before = self.replicas
            at = self._now
            self._sync(demand)
            if self.replicas != before:
                moved = at
                steps.append(Step(at - began, self.replicas))
        return Trail(start=start, goal=goal, steps=tuple(steps))

    def rest(self, demand: int) -> None:
        """Sync for so long that nothing of the way here is remembered."""
        until = self._now + PATIENCE_SECONDS
        while self._now < until:
            self._sync(demand)

    def _sync(self, demand: int) -> None:
        scale = ScaleView(
            spec_replicas=self.replicas,
            status_replicas=self.replicas,
            selector="app=any",
        )
        seen = Observation(scale=scale, readings=(ExternalReading((demand * 1000,)),))
        decision = decide(self._spec, self._state, seen, self._config, self._now)
        self._state = decision.next_state
        if decision.replicas is not None:
            self.replicas = decision.replicas
        self._now += self._config.sync_period_seconds
