"""The floor: what a scale-up takes at least, from bytes and decision steps.

Arithmetic on what was observed, with its formula in words. How long things
really take beyond that is measured, not computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bench.milestones import new_pods
from bench.observation import NotObserved
from bench.units import rate, seconds, size

if TYPE_CHECKING:
    from bench.observation import DecisionPoint, Observation

FORMULA = (
    "the largest of: last step's wait + bytes / node link; and, for each decision "
    "step, its wait + pods still missing then x bytes / registry link; where the "
    "n-th step waits (n - 1) x sync period"
)
"""How the floor is computed; ``Floor.shown`` is the largest term with figures.

No step comes sooner than one sync period after the one before, no pod pulls
before the step that asks for it, each node receives over a link of its own, and
all share the registry's. Scheduling, unpacking and start-up are left out.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The floor of one repeat."""

    total_seconds: float
    decision_seconds: float
    """What the decision steps of the largest term wait for each other."""

    transfer_seconds: float
    """What the bytes of the largest term need on top."""

    shown: str
    """The largest term with its figures."""


MaybeFloor: TypeAlias = Floor | NotObserved
"""The floor, or which of its inputs could not be seen."""


def floor(observation: Observation, *, sync_period_seconds: float) -> MaybeFloor:
    """Compute the floor of a repeat.

    ``NotObserved`` when the bytes or a bandwidth are not known, or when the
    autoscaler never asked for the goal.
    """
    steps = decision_steps(observation)
    if not steps or steps[-1].after < observation.goal_replicas:
        return NotObserved("the autoscaler did not ask for the goal")
    pulled = _pulled(observation)
    links = observation.links
    node, registry = links.node_bytes_per_second, links.registry_bytes_per_second
    if isinstance(pulled, NotObserved):
        return pulled
    if isinstance(node, NotObserved):
        return node
    if isinstance(registry, NotObserved):
        return registry
    waits = [number * sync_period_seconds for number in range(len(steps))]
    terms = [_term(waits[-1], 1, pulled, node, "node link")]
    for wait, step in zip(waits, steps, strict=True):
        missing = observation.goal_replicas - step.before
        terms.append(_term(wait, missing, pulled, registry, "registry link"))
    return max(terms, key=lambda term: term.total_seconds)


def decision_steps(observation: Observation) -> tuple[DecisionPoint, ...]:
    """Give the rescales upward, up to the one that asks for the goal."""
    steps = []
    for decision in observation.decisions:
        if decision.after > decision.before:
            steps.append(decision)
            if decision.after >= observation.goal_replicas:
                break
    return tuple(steps)


def _term(wait: float, pods: int, pulled: int, link: float, name: str) -> Floor:
    transfer = pods * pulled / link
    times = f"{pods} x " if pods > 1 else ""
    steps = f"{seconds(wait)} of decision steps + " if wait else ""
    return Floor(
        total_seconds=wait + transfer,
        decision_seconds=wait,
        transfer_seconds=transfer,
        shown=f"{steps}{times}{size(pulled)} / {rate(link)} ({name}) = "
        f"{seconds(wait + transfer)}",
    )


def _pulled(observation: Observation) -> int | NotObserved:
    """Give the bytes that each new pod pulled at least."""
    least: int | None = None
    for pod in new_pods(observation):
        if isinstance(pod.bytes_pulled, NotObserved):
            return pod.bytes_pulled
        least = pod.bytes_pulled if least is None else min(least, pod.bytes_pulled)
    return NotObserved("no pod was created") if least is None else least
