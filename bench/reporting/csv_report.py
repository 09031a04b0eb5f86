"""``pods.csv``: one row a pod of every repeat, every moment and phase of it.

Moments are seconds after the load was raised. An empty cell is a moment that
never came; one that could not be seen says so. Averages are not in it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bench.milestones import Interval, between, moment_of, pod_phases
from bench.observation import NotObserved, Observation, PodObservation
from bench.results import repeat_result
from octoscale.core.escape import csv_cell
from octoscale.core.phases import POD_MILESTONES, Phase

if TYPE_CHECKING:
    from bench.report import Report

_HEAD = (
    "simulated",
    "image",
    "image_bytes_on_disk",
    "repeat",
    "seed",
    "counts",
    "pod",
    "node",
    "ran_at_start",
    "image_before",
    "bytes_pulled",
)


def columns() -> tuple[str, ...]:
    """Name the columns: facts, then moments, then phases.

    >>> columns()[0], columns()[-1]
    ('simulated', 'phase_serving_seconds')
    """
    moments = (f"{_slug(m.value)}_seconds" for m in POD_MILESTONES)
    phases = (f"phase_{p.name.lower()}_seconds" for p in Phase)
    return (*_HEAD, *moments, *phases)


def to_csv(report: Report) -> str:
    """Write all pods of a report; the first column tells simulated from measured."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns())
    sizes = {image.name: image.on_disk_bytes for image in report.plan.images}
    for observation in report.observations:
        counts = not repeat_result(observation, report.plan).shortfall
        head = (
            _yes(report.simulated),
            observation.image,
            str(sizes.get(observation.image, "")),
            str(observation.repeat),
            "" if observation.seed is None else str(observation.seed),
            _yes(counts),
        )
        for pod in observation.pods:
            cells = (*head, *_pod(pod), *_times(pod, observation))
            writer.writerow([csv_cell(cell) for cell in cells])
    return stream.getvalue()


def _pod(pod: PodObservation) -> tuple[str, ...]:
    return (
        pod.name,
        pod.node,
        _yes(pod.initial),
        str(pod.evidence),
        str(pod.bytes_pulled),
    )


def _times(pod: PodObservation, observation: Observation) -> list[str]:
    raised = observation.load_raised
    moments = [
        _cell(between(raised, moment_of(pod, milestone)))
        if milestone in pod.stamps
        else ""
        for milestone in POD_MILESTONES
    ]
    spans = pod_phases(pod, observation)
    phases = [
        _cell(spans[phase]) if phase.end in pod.stamps and not pod.initial else ""
        for phase in Phase
    ]
    return [*moments, *phases]


def _cell(interval: Interval) -> str:
    if isinstance(interval, NotObserved):
        return str(interval)
    return f"{interval + 0.0:.6f}".rstrip("0").rstrip(".")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _slug(text: str) -> str:
    return text.replace(" ", "_")
