"""The phases of the pods' starts as the simulator divides them, value by value.

One list of seconds for each; what is fitted to them is in ``distributions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.milestones import between, moment_of, new_pods, span
from bench.observation import NotObserved, Stamp
from octoscale.core.phases import POD_PHASES, Milestone, Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.observation import Observation, PodObservation

MAKING = "making pods"
"""From a decision to the pods that it asks for. The phase *waiting for the decision*
counts from the first decision, and is mostly the autoscaler's."""


def phase_values(observations: Iterable[Observation]) -> dict[str, list[float]]:
    """Give the seconds of every phase that was seen, of all new pods, by its name."""
    values: dict[str, list[float]] = {MAKING: []}
    values.update({phase.value: [] for phase in POD_PHASES})
    for observation in observations:
        for pod in new_pods(observation):
            _add(values, MAKING, making(pod, observation))
            for phase in POD_PHASES:
                took = span(pod, phase, first=NotObserved("not needed"))
                _add(values, phase.value, took)
    return values


def making(pod: PodObservation, observation: Observation) -> float | NotObserved:
    """Give the seconds from the decision that a pod came of to its creation.

    That is the last rescale upward before it: an autoscaler asks for pods, and the
    workload's controllers make them at once.
    """
    created = moment_of(pod, Milestone.CREATED)
    clock = observation.clocks[0].name
    best: float | NotObserved = NotObserved("no decision came before it")
    for decision in observation.decisions:
        if decision.after > decision.before:
            took = between(Stamp(seconds=decision.seconds, clock=clock), created)
            if isinstance(took, NotObserved):
                return took
            if took >= 0:
                best = took
    return best


def paces(observations: Iterable[Observation]) -> list[float]:
    """Give each pod's preparing and starting together, over the mean of all of them.

    The simulator draws one pace a pod for both.
    """
    sums = []
    for observation in observations:
        for pod in new_pods(observation):
            parts = [
                span(pod, phase, first=NotObserved("not needed"))
                for phase in (Phase.PREPARING, Phase.STARTING)
            ]
            known = [part for part in parts if not isinstance(part, NotObserved)]
            if len(known) == len(parts):
                sums.append(sum(known))
    mean = sum(sums) / len(sums) if sums else 0.0
    return [one / mean for one in sums] if mean > 0 else []


def _add(values: dict[str, list[float]], name: str, took: float | NotObserved) -> None:
    if not isinstance(took, NotObserved) and took >= 0:
        values[name].append(float(took))
