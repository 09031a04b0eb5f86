"""Why a repeat does not count: in words, from its observation alone.

Whether that makes the run fail is decided in ``bench.results``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.milestones import between, first_decision, goal_moment, moment_of, new_pods
from bench.observation import ImageEvidence, NotObserved, Stamp
from bench.units import quantity
from octoscale.core.phases import POD_MILESTONES, Milestone

if TYPE_CHECKING:
    from bench.observation import Observation, PodObservation


def shortfall(observation: Observation, *, image_absent: bool = True) -> str:
    """Say why the repeat does not count; an empty text when it does.

    *image_absent*: whether the plan asks for nodes without the image.
    """
    ready = goal_moment(observation, Milestone.READY)
    if isinstance(ready, NotObserved):
        return observation.missed_because or _missed(observation, ready)
    headline = between(first_decision(observation), ready)
    if isinstance(headline, NotObserved):
        return f"the scale-up time was {headline}"
    warm = [
        pod for pod in new_pods(observation) if pod.evidence is ImageEvidence.PRESENT
    ]
    if image_absent and warm:
        where = ", ".join(f"{pod.name} on {pod.node}" for pod in warm)
        return f"the image was present before: {where}"
    return ""


def _missed(observation: Observation, ready: NotObserved) -> str:
    goal = observation.goal_replicas
    asked = max((d.after for d in observation.decisions), default=0)
    asked = max(asked, observation.start_replicas)
    limit = f"within {observation.ended_seconds:.0f} s"
    if asked < goal:
        return (
            f"the autoscaler never asked for more than {asked} of {goal} replicas "
            f"{limit}{_last_word(observation)}"
        )
    late = [pod for pod in new_pods(observation) if not _is_ready(pod)]
    missing = goal - observation.start_replicas - len(new_pods(observation))
    parts = [f"{pod.name} {_stuck(pod)}" for pod in late]
    if missing > 0:
        parts.append(f"{missing} never created")
    if not parts:
        parts.append(str(ready))
    return f"{asked} replicas were asked for, not all became Ready {limit}: " + (
        "; ".join(parts)
    )


def _last_word(observation: Observation) -> str:
    """Quote the last decision that said something."""
    spoken = [d for d in observation.decisions if d.reason or d.metric_value]
    if not spoken:
        return ""
    last = spoken[-1]
    value = f", metric {quantity(last.metric_value)}" if last.metric_value else ""
    return f" (its last word: {last.reason or 'no change'}{value})"


def _is_ready(pod: PodObservation) -> bool:
    return isinstance(moment_of(pod, Milestone.READY), Stamp)


def _stuck(pod: PodObservation) -> str:
    """Name the last moment that a pod came to."""
    seen = [m for m in POD_MILESTONES if isinstance(pod.stamps.get(m), Stamp)]
    if not seen:
        return "was never seen"
    unseen = moment_of(pod, Milestone.READY)
    reason = pod.stamps.get(Milestone.READY)
    why = f" ({unseen})" if isinstance(reason, NotObserved) else ""
    return f"came as far as {seen[-1].value!r}{why}"
