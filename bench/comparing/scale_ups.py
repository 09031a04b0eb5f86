"""Two runs of scale-ups: headline, what stands beside it, and every phase.

The scale-up time is judged; the rest says where a difference comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.comparing.difference import Difference, judge, paired, spread, welch
from bench.milestones import new_pods, pod_phases
from bench.observation import NotObserved
from bench.results import results
from bench.statistics import summarise
from octoscale.core.phases import Phase

if TYPE_CHECKING:
    from bench.comparing.difference import Threshold
    from bench.report import Report
    from bench.results import ImageResult, RepeatResult
    from bench.statistics import Summary

HEADLINE = "scale-up"
Values = dict[int, float]
"""Seconds of one figure, by the repeat's number."""


def compare_scale_ups(
    before: Report, after: Report, threshold: Threshold
) -> tuple[tuple[Difference, ...], tuple[str, ...], tuple[str, ...]]:
    """Give the differences, the notes, and the goals missed more often than before."""
    first = {result.image.name: result for result in results(before)}
    second = {result.image.name: result for result in results(after)}
    names = dict.fromkeys([*first, *second])
    both = _Sides(before, after, threshold)
    differences = tuple(
        one
        for name in names
        for one in both.image(name, first.get(name), second.get(name))
    )
    failures = tuple(
        f"{name}: {_missed(second[name])} (before: {_missed(first[name])})"
        for name in names
        if name in first
        and name in second
        and _share(second[name]) < _share(first[name])
    )
    return differences, tuple(_notes(before, after)), failures


class _Sides:
    """The two runs, and how their figures become differences."""

    def __init__(self, before: Report, after: Report, threshold: Threshold) -> None:
        self._before, self._after = before, after
        self._threshold = threshold
        self._simulated = before.simulated and after.simulated
        self._seeds = before.seed == after.seed

    def image(
        self, name: str, first: ImageResult | None, second: ImageResult | None
    ) -> list[Difference]:
        """Compare one image's figures."""
        old, new = _figures(first), _figures(second)
        return [self._one(name, figure, old[figure], new[figure]) for figure in old]

    def _one(self, name: str, figure: str, old: Values, new: Values) -> Difference:
        before = summarise([*old.values()], simulated=self._before.simulated)
        after = summarise([*new.values()], simulated=self._after.simulated)
        ends, kind = self._interval(before, after, old, new)
        return Difference(
            subject=name,
            figure=figure,
            unit="s",
            before=before,
            after=after,
            low=ends[0] if ends else None,
            high=ends[1] if ends else None,
            interval=kind,
            judged=figure == HEADLINE,
            verdict=judge(before, after, self._threshold),
        )

    def _interval(
        self, before: Summary | None, after: Summary | None, old: Values, new: Values
    ) -> tuple[tuple[float, float] | None, str]:
        """Choose the interval that the two kinds of runs allow."""
        if before is None or after is None:
            return None, "none"
        if not self._simulated:
            return welch(before, after), "95 % confidence interval (Welch)"
        ends = paired(old, new) if self._seeds else None
        if ends:
            return ends, "spread over the model's seeds, repeat by repeat"
        return spread([*old.values()], [*new.values()]), "spread over the model's seeds"


def _figures(result: ImageResult | None) -> dict[str, Values]:
    """Give every figure of an image, repeat by repeat; phases as means over pods."""
    found: dict[str, Values] = {HEADLINE: {}, "reaction": {}, "in service": {}}
    found.update({phase.value: {} for phase in Phase})
    for repeat in result.counted if result else ():
        number, moments = repeat.observation.repeat, repeat.milestones
        for name, value in (
            (HEADLINE, moments.scale_up_seconds),
            ("reaction", moments.reaction_seconds),
            ("in service", moments.in_service_seconds),
            *_phases(repeat),
        ):
            if not isinstance(value, NotObserved):
                found[name][number] = value
    return found


def _phases(repeat: RepeatResult) -> list[tuple[str, float | NotObserved]]:
    observation = repeat.observation
    spans: dict[Phase, list[float]] = {phase: [] for phase in Phase}
    for pod in new_pods(observation):
        for phase, value in pod_phases(pod, observation).items():
            if not isinstance(value, NotObserved):
                spans[phase].append(value)
    return [(p.value, sum(v) / len(v)) for p, v in spans.items() if v]


def _share(result: ImageResult) -> float:
    return len(result.counted) / len(result.repeats) if result.repeats else 1.0


def _missed(result: ImageResult) -> str:
    return (
        f"{len(result.repeats) - len(result.counted)} of {len(result.repeats)} missed"
    )


def _notes(before: Report, after: Report) -> list[str]:
    notes = []
    if before.simulated != after.simulated:
        notes.append("one run is simulated and the other is measured")
    elif before.driver.cluster != after.driver.cluster:
        notes.append(
            f"another cluster: {before.driver.cluster}; {after.driver.cluster}"
        )
    plans = [one.plan.to_dict() for one in (before, after)]
    fields = [k for k in plans[0] if k != "images" and plans[0][k] != plans[1].get(k)]
    if fields:
        notes.append(f"the plans differ in {', '.join(fields)}")
    old = {p.name: p.value for p in before.driver.parameters}
    new = {p.name: p.value for p in after.driver.parameters}
    none = "not there"
    notes += [
        f"{name}: {old.get(name, none)} before, {new.get(name, none)} after"
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]
    return notes
