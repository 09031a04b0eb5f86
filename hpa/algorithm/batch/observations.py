"""From the algorithm's observations to arrays: pods become counts, samples sums.

Whoever drives many HPAs fills the arrays itself, column by column; this is the
exact meaning of each column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.batch.codes import ScaleSeen
from hpa.algorithm.batch.layout import Observations
from hpa.algorithm.batch.specs import each_config
from hpa.algorithm.decide import looks_at_metrics
from hpa.algorithm.metrics import ExternalMetric, ObjectMetric, PodsMetric
from hpa.algorithm.observation import (
    ExternalReading,
    Failure,
    ObjectReading,
    PodsReading,
)
from hpa.algorithm.pods import group_pods, running_and_ready
from hpa.algorithm.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpa.algorithm.batch.layout import Record
    from hpa.algorithm.batch.specs import Configs
    from hpa.algorithm.metrics import MetricSpec
    from hpa.algorithm.observation import Observation, Pod, PodSample, Reading
    from hpa.algorithm.types import Spec
    from hpa.algorithm.versions import Switches


def pack_observations(
    specs: Sequence[Spec], observations: Sequence[Observation], configs: Configs
) -> Observations:
    """Make arrays of what each HPA's sync sees.

    Raises ``ValueError`` or ``TypeError`` when the readings do not belong to
    the metrics, as ``decide`` does.
    """
    metrics = max((len(spec.metrics) for spec in specs), default=0)
    packed = Observations.blank(len(specs), metrics=metrics)
    rows = zip(specs, observations, each_config(configs, len(specs)), strict=True)
    for row, (spec, observation, config) in enumerate(rows):
        _pack_scale(packed.scales[row], observation, config.switches)
        if not _reads_metrics(packed.scales[row], spec):
            continue
        if len(observation.readings) != len(spec.metrics):
            raise ValueError(
                f"{len(observation.readings)} readings for {len(spec.metrics)} metrics"
            )
        pairs = zip(spec.metrics, observation.readings, strict=True)
        for column, (metric, reading) in enumerate(pairs):
            place = packed.readings[row, column]
            _pack_reading(place, metric, reading, _listed(observation))
    return packed


def _listed(observation: Observation) -> tuple[Pod, ...]:
    """Give the pods; none, too, when they could not be had: both fail alike."""
    return () if isinstance(observation.pods, Failure) else observation.pods


def _pack_scale(place: Record, observation: Observation, switches: Switches) -> None:
    scale = observation.scale
    if isinstance(scale, Failure):
        place["seen"] = ScaleSeen.NOT_READ
        return
    pods = _listed(observation)
    place["spec_replicas"] = scale.spec_replicas
    place["status_replicas"] = scale.status_replicas
    place["pods"] = len(pods)
    place["running_and_ready"] = running_and_ready(pods)
    refused = refusal(scale.selector, observation, switches)
    if refused is not None:
        shared = refused.condition_reason == "AmbiguousSelector"
        place["seen"] = (
            ScaleSeen.SELECTOR_SHARED if shared else ScaleSeen.SELECTOR_REFUSED
        )


def _reads_metrics(scale: Record, spec: Spec) -> bool:
    current = int(scale["spec_replicas"])
    return bool(scale["seen"] == ScaleSeen.READ) and looks_at_metrics(spec, current)


def _pack_reading(
    place: Record, metric: MetricSpec, reading: Reading, pods: tuple[Pod, ...]
) -> None:
    if isinstance(reading, Failure):
        place["failed"] = True
    elif isinstance(reading, PodsReading) and isinstance(metric, PodsMetric):
        _pack_samples(place, reading.samples, pods)
    elif isinstance(reading, ObjectReading) and isinstance(metric, ObjectMetric):
        place["total_milli"] = reading.value_milli
    elif isinstance(reading, ExternalReading) and isinstance(metric, ExternalMetric):
        place["failed"] = not reading.values_milli
        place["total_milli"] = sum(reading.values_milli)
    else:
        raise TypeError(f"a {type(reading).__name__} for a {type(metric).__name__}")


def _pack_samples(
    place: Record, samples: tuple[PodSample, ...], pods: tuple[Pod, ...]
) -> None:
    """Sum the samples that count; those of pods outside the list do."""
    values = {sample.pod: sample for sample in samples}
    groups = group_pods(pods, values)
    for name in (*groups.ignored, *groups.unready):
        values.pop(name, None)
    place["total_milli"] = sum(sample.value_milli for sample in values.values())
    place["samples"] = len(values)
    place["ready"] = groups.ready_count
    place["missing"] = len(groups.missing)
    place["unready"] = len(groups.unready)
