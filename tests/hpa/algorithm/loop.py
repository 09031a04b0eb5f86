"""The smallest closed loop: a load that the replicas share, synced again and again.

Pods are ready at once and the metric never lags: only the algorithm shows. The
real loop, with all that lags, is the simulator's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    Decision,
    ExternalMetric,
    ExternalReading,
    MetricSpec,
    Observation,
    Pod,
    PodSample,
    PodsMetric,
    PodsReading,
    Reading,
    ScaleView,
    Spec,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

START = 1_700_000_000.0
"""When the HPA is created, in seconds."""


@dataclass(frozen=True)
class Load:
    """A load in steps: each total holds from its second on."""

    steps: Sequence[tuple[float, int]]
    """Pairs of seconds and total in milli-units, in order."""

    def at(self, seconds: float) -> int:
        """Give the total at a time."""
        return [total for since, total in self.steps if since <= seconds][-1]


@dataclass(frozen=True)
class Sync:
    """One reconcile of the loop."""

    seconds: float
    """Since the HPA was created."""

    decision: Decision

    @property
    def outcome(self) -> str:
        """What a person would note of it: replicas, and the two reasons."""
        decision = self.decision
        reasons = [
            found.reason
            for found in (
                decision.condition("AbleToScale"),
                decision.condition("ScalingLimited"),
            )
            if found
        ]
        return f"{decision.current} -> {decision.replicas}  {', '.join(reasons)}"


def run(
    spec: Spec, config: Config, load: Load, *, replicas: int, syncs: Iterable[float]
) -> list[Sync]:
    """Sync at each of *syncs* (seconds), starting with *replicas*."""
    state = State()
    trail = []
    for seconds in syncs:
        observation = _observe(spec, replicas, load.at(seconds))
        decision = decide(spec, state, observation, config, START + seconds)
        state = decision.next_state
        assert decision.replicas is not None
        replicas = decision.replicas
        trail.append(Sync(seconds, decision))
    return trail


def _observe(spec: Spec, replicas: int, total_milli: int) -> Observation:
    return Observation(
        scale=ScaleView(
            spec_replicas=replicas, status_replicas=replicas, selector="app=web"
        ),
        pods=tuple(Pod(name=f"pod-{n}") for n in range(replicas)),
        readings=tuple(_read(each, replicas, total_milli) for each in spec.metrics),
    )


def _read(metric: MetricSpec, replicas: int, total_milli: int) -> Reading:
    if isinstance(metric, ExternalMetric):
        return ExternalReading((total_milli,))
    assert isinstance(metric, PodsMetric)
    return PodsReading(
        tuple(
            PodSample(pod=f"pod-{n}", value_milli=total_milli // replicas)
            for n in range(replicas)
        )
    )
