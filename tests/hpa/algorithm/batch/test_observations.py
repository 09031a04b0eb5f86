"""From the algorithm's observations to arrays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hpa.algorithm.batch import ScaleSeen, pack_observations
from hpa.algorithm.types import (
    Config,
    ExternalMetric,
    ExternalReading,
    Failure,
    Observation,
    Pod,
    PodsReading,
    Spec,
    Switches,
)
from tests.hpa.algorithm.situations import observed, pods, samples, spec

_FIVE = samples(1_000, 2_000, 3_000, 4_000, 5_000)


def test_pods_become_counts_and_samples_a_sum() -> None:
    seen = (
        *pods(2),
        replace(Pod(name="pod-2"), phase="Pending"),
        replace(Pod(name="pod-3"), deleted=True),
        Pod(name="no sample"),
    )
    packed = pack_observations(
        [spec()], [observed(3, PodsReading(_FIVE), seen=seen)], Config()
    )
    # Samples of pod-0, pod-1 and pod-4, which is no pod of this workload.
    assert packed.readings[0].tolist() == [(8_000, 3, 2, 1, 1, False)]
    assert packed.scales[0].tolist() == (3, 3, 5, 4, ScaleSeen.READ)


@pytest.mark.parametrize(
    ("selector", "seen"),
    [
        pytest.param("app=web", ScaleSeen.SELECTOR_SHARED, id="shared"),
        pytest.param("", ScaleSeen.SELECTOR_REFUSED, id="empty"),
    ],
)
def test_the_selector_is_looked_at(selector: str, seen: ScaleSeen) -> None:
    sight = observed(3, PodsReading(_FIVE))
    assert not isinstance(sight.scale, Failure)
    sight = replace(
        sight, scale=replace(sight.scale, selector=selector), rivals=("other",)
    )
    config = Config(switches=Switches(refuses_shared_pods=True))
    packed = pack_observations([spec()], [sight], config)
    assert packed.scales["seen"].tolist() == [seen]


def test_nothing_is_known_without_a_scale() -> None:
    packed = pack_observations([spec()], [Observation(scale=Failure("no"))], Config())
    assert packed.scales["seen"].tolist() == [ScaleSeen.NOT_READ]


def test_an_external_metric_without_series_has_failed() -> None:
    wanted = Spec(
        max_replicas=3, metrics=(ExternalMetric(name="orders", value_milli=1),)
    )
    sights = [observed(1, ExternalReading(values)) for values in ((), (2, 3))]
    packed = pack_observations([wanted, wanted], sights, Config())
    assert packed.readings["failed"].tolist() == [[True], [False]]
    assert packed.readings["total_milli"].tolist() == [[0], [5]]


def test_readings_are_needed_only_where_they_are_read() -> None:
    pack_observations([spec(maximum=2)], [observed(3)], Config())
    with pytest.raises(ValueError, match="0 readings for 1 metrics"):
        pack_observations([spec()], [observed(3)], Config())


def test_a_reading_of_another_source_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="a ExternalReading for a PodsMetric"):
        pack_observations([spec()], [observed(3, ExternalReading((1,)))], Config())
