"""A report of scale-ups as JUnit XML: a suite an image, a case a repeat.

A repeat that missed its goal is a failure; one that was lost with its cluster, or
interrupted, an error; one that was never begun is skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.observation import NotObserved
from bench.report import notice
from bench.reporting.junit_xml import Case, to_xml
from bench.results import results

if TYPE_CHECKING:
    from bench.report import Report
    from bench.results import ImageResult, RepeatResult


def to_junit(report: Report) -> str:
    """Write a report; a case's time is its repeat's scale-up time.

    The same report always gives the same bytes.
    """
    cases = [case for image in results(report) for case in _cases(report, image)]
    return to_xml(
        cases,
        name=report.plan.plan,
        stamp=report.started,
        properties={
            "notice": notice(report),
            "simulated": "yes" if report.simulated else "no",
            "cluster": report.driver.cluster,
            "octoscale": report.octoscale,
            "seed": str(report.seed),
        },
    )


def _cases(report: Report, image: ImageResult) -> list[Case]:
    run = {repeat.observation.repeat for repeat in image.repeats}
    missing = [n for n in range(1, image.planned + 1) if n not in run]
    return [
        *(_ran(image, repeat) for repeat in image.repeats),
        *(_not_run(report, image, number) for number in missing),
    ]


def _ran(image: ImageResult, repeat: RepeatResult) -> Case:
    took = repeat.milestones.scale_up_seconds
    return Case(
        suite=image.image.name,
        name=_name(image, repeat.observation.repeat),
        seconds=None if isinstance(took, NotObserved) or repeat.shortfall else took,
        failure=repeat.shortfall and f"goal missed: {repeat.shortfall}",
        said="; ".join(repeat.observation.notes),
    )


def _not_run(report: Report, image: ImageResult, number: int) -> Case:
    """Give the case of a repeat without an observation."""
    name, stop = _name(image, number), report.stop
    lost = stop is not None and stop.during == f"{image.image.name}, {name}"
    if stop is not None and lost:
        why = f"{stop.kind}: {stop.reason}"
        return Case(suite=image.image.name, name=name, error=why)
    return Case(suite=image.image.name, name=name, skipped="the run ended before it")


def _name(image: ImageResult, number: int) -> str:
    return f"repeat {number} of {image.planned}"
