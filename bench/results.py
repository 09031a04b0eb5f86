"""A report's figures: of each repeat, and of each image over its repeats.

Pure: computed anew from a saved report. A repeat that missed its goal gives no
figure to the averages; it is counted, with its reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.floor import MaybeFloor, floor
from bench.milestones import (
    Interval,
    RepeatMilestones,
    milestones,
    new_pods,
    pod_phases,
)
from bench.observation import NotObserved
from bench.shortfall import shortfall
from bench.statistics import Summary, summarise
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.observation import Observation
    from bench.plan import Image, Plan
    from bench.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatResult:
    """One repeat, with what was computed from it."""

    observation: Observation
    milestones: RepeatMilestones
    floor: MaybeFloor
    shortfall: str
    """Why it does not count; empty when it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageResult:
    """One image, over its repeats. Summaries are ``None`` without any figure."""

    image: Image
    planned: int
    """Repeats that the plan asks for."""

    repeats: tuple[RepeatResult, ...]
    """Those that were run, in order."""

    scale_up: Summary | None
    reaction: Summary | None
    in_service: Summary | None
    floor: Summary | None
    phases: dict[Phase, float | None]
    """Mean of each phase over all new pods; ``None`` where none was seen."""

    @property
    def counted(self) -> tuple[RepeatResult, ...]:
        """The repeats that reached the goal as the plan wants it."""
        return tuple(r for r in self.repeats if not r.shortfall)


def results(report: Report) -> tuple[ImageResult, ...]:
    """Compute everything that is shown, image by image in the plan's order."""
    return tuple(_image_result(report, image) for image in report.plan.images)


def repeat_result(observation: Observation, plan: Plan) -> RepeatResult:
    """Compute what one repeat gives."""
    return RepeatResult(
        observation=observation,
        milestones=milestones(observation),
        floor=floor(
            observation, sync_period_seconds=plan.autoscaler.sync_period_seconds
        ),
        shortfall=shortfall(observation, image_absent=plan.placement.image_absent),
    )


def missed_goals(report: Report) -> tuple[str, ...]:
    """Say of each repeat that missed its goal which it was and why."""
    return tuple(
        f"{result.image.name}, repeat {repeat.observation.repeat}: {repeat.shortfall}"
        for result in results(report)
        for repeat in result.repeats
        if repeat.shortfall
    )


def _image_result(report: Report, image: Image) -> ImageResult:
    own = [o for o in report.observations if o.image == image.name]
    repeats = tuple(repeat_result(observation, report.plan) for observation in own)
    good = [repeat for repeat in repeats if not repeat.shortfall]

    def over(intervals: Iterable[Interval]) -> Summary | None:
        seen = [i for i in intervals if not isinstance(i, NotObserved)]
        return summarise(seen, simulated=report.simulated)

    return ImageResult(
        image=image,
        planned=report.plan.repeats,
        repeats=repeats,
        scale_up=over(r.milestones.scale_up_seconds for r in good),
        reaction=over(r.milestones.reaction_seconds for r in good),
        in_service=over(r.milestones.in_service_seconds for r in good),
        floor=over(
            r.floor if isinstance(r.floor, NotObserved) else r.floor.total_seconds
            for r in good
        ),
        phases=_phase_means(good),
    )


def _phase_means(repeats: Iterable[RepeatResult]) -> dict[Phase, float | None]:
    seen: dict[Phase, list[float]] = {phase: [] for phase in Phase}
    for repeat in repeats:
        for pod in new_pods(repeat.observation):
            for phase, interval in pod_phases(pod, repeat.observation).items():
                if not isinstance(interval, NotObserved):
                    seen[phase].append(interval)
    return {
        phase: math.fsum(values) / len(values) if values else None
        for phase, values in seen.items()
    }
