"""When the autoscaler could first have read a metric above its target.

A look costs a query, so it is only taken while the answer is open, and whenever
the answer may have changed. The look is the controller's own, on a memory of
its own, and changes nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpa.algorithm.ratios import Tolerance
from hpa.algorithm.types import State
from hpa.controller import Autoscaler

if TYPE_CHECKING:
    from hpa.algorithm.types import Config, Event, ScaleView, Spec, Status
    from hpa.ports import MetricsPort
    from simulator.clock import Clock
    from simulator.world.deployment import Deployment


class _Onlooker:
    """A scale that is read and never written, and a sink for nothing."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    def read(self) -> ScaleView:
        """Read the real scale."""
        return self._deployment.read()

    def write(self, replicas: int) -> None:
        """Write nothing."""

    def status(self, status: Status) -> None:
        """Report nothing."""

    def event(self, event: Event) -> None:
        """Report nothing."""


class Crossing:
    """Waits for the first moment at which a metric asks for more."""

    def __init__(
        self,
        clock: Clock,
        spec: Spec,
        *,
        config: Config,
        deployment: Deployment,
        metrics: MetricsPort,
        raised_at: float | None,
    ) -> None:
        """Look out from *raised_at* on; ``None``: never."""
        onlooker = _Onlooker(deployment)
        self._clock = clock
        self._raised_at = raised_at
        self._tolerance = Tolerance(config.tolerance, config.tolerance)
        self._autoscaler = Autoscaler(
            spec,
            scale=onlooker,
            pods=deployment,
            metrics=metrics,
            sink=onlooker,
            config=config,
        )
        self.crossed_at: float | None = None
        """When it was; ``None`` as long as it was not."""

    @property
    def open_from(self) -> float:
        """From which time on to look; infinite when there is nothing to see."""
        if self.crossed_at is not None or self._raised_at is None:
            return math.inf
        return self._raised_at

    def look(self) -> None:
        """Look once, if it is still open."""
        now, raised_at = self._clock.now, self._raised_at
        if self.crossed_at is not None or raised_at is None or now < raised_at:
            return
        if self._is_above(now):
            self.crossed_at = now

    def _is_above(self, now: float) -> bool:
        self._autoscaler.state = State()
        ratios = [one.usage_ratio for one in self._autoscaler.sync(now).proposals]
        return any(
            ratio is not None and ratio > 1 and not self._tolerance.holds(ratio)
            for ratio in ratios
        )
