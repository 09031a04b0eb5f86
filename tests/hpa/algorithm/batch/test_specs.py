"""From the algorithm's specs to arrays."""

from __future__ import annotations

from dataclasses import fields

import pytest

from hpa.algorithm.batch import Direction, MetricKind, Select, pack_specs
from hpa.algorithm.batch.specs import SWITCHES
from hpa.algorithm.types import (
    Behavior,
    Config,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    ResourceMetric,
    ScalingPolicy,
    ScalingRules,
    Spec,
    Switches,
)
from tests.hpa.algorithm.situations import QUEUE, spec

_ROCK = ObjectReference(kind="Service", name="rock")


def test_the_switches_in_the_arrays_are_switches_of_the_algorithm() -> None:
    known = {field.name for field in fields(Switches)}
    assert set(SWITCHES) < known
    # These change no number that arrays cover: texts, what the API accepts,
    # utilization, and what is worked out when packing.
    assert known - set(SWITCHES) == {
        "missing_pods_at_target",
        "samples_before_requests",
        "refuses_shared_pods",
        "container_metric_names",
        "refuses_container_resource",
        "container_resource",
        "tolerance_per_direction",
        "scale_to_zero",
    }


def test_behavior_is_packed_by_direction() -> None:
    up = ScalingRules(
        policies=(ScalingPolicy(type="Pods", value=4, period_seconds=15),),
        select_policy="Min",
        stabilization_window_seconds=30,
        tolerance=0.5,
    )
    down = ScalingRules(
        policies=(
            ScalingPolicy(type="Percent", value=50, period_seconds=60),
            ScalingPolicy(type="Pods", value=1, period_seconds=60),
        ),
        select_policy="Disabled",
    )
    packed = pack_specs(
        [spec(behavior=Behavior(scale_up=up, scale_down=down))],
        Config(switches=Switches(tolerance_per_direction=True)),
    )
    assert packed.rules[0].tolist() == [
        (30_000_000, 1, Select.MIN),
        (300_000_000, 2, Select.DISABLED),
    ]
    assert packed.policies[0, Direction.UP].tolist() == [
        (15_000_000, 4, False),
        (0, 0, False),
    ]
    assert packed.policies[0, Direction.DOWN].tolist() == [
        (60_000_000, 50, True),
        (60_000_000, 1, False),
    ]
    assert packed.hpas["has_behavior"].tolist() == [True]
    assert packed.hpas["tolerance_up"].tolist() == [0.5]
    assert packed.hpas["tolerance_down"].tolist() == [0.1]


def test_each_hpa_may_have_a_controller_of_its_own() -> None:
    configs = [
        Config(downscale_stabilization_seconds=seconds, tolerance=seconds / 1000)
        for seconds in (0, 37.5)
    ]
    packed = pack_specs([spec(), spec()], configs)
    assert packed.rules["hold_micros"].tolist() == [[0, 1], [0, 37_500_001]]
    assert packed.hpas["tolerance_up"].tolist() == [0.0, 0.0375]


@pytest.mark.parametrize(
    ("metric", "kind", "target"),
    [
        pytest.param(QUEUE, MetricKind.PODS, 10_000, id="pods"),
        pytest.param(
            ObjectMetric(
                name="hits",
                described_object=_ROCK,
                target_type="Value",
                value_milli=2,
                average_value_milli=3,
            ),
            MetricKind.OBJECT_VALUE,
            2,
            id="an object goes by its type",
        ),
        pytest.param(
            ObjectMetric(
                name="hits",
                described_object=_ROCK,
                target_type="AverageValue",
                value_milli=2,
                average_value_milli=3,
            ),
            MetricKind.OBJECT_AVERAGE_VALUE,
            3,
            id="of either kind",
        ),
        pytest.param(
            ExternalMetric(name="orders", value_milli=2, average_value_milli=3),
            MetricKind.EXTERNAL_AVERAGE_VALUE,
            3,
            id="an external's average wins",
        ),
        pytest.param(
            ExternalMetric(name="orders", value_milli=2),
            MetricKind.EXTERNAL_VALUE,
            2,
            id="an external's value",
        ),
    ],
)
def test_a_metric_has_a_kind_and_a_target(
    metric: MetricSpec, kind: MetricKind, target: int
) -> None:
    packed = pack_specs([Spec(max_replicas=3, metrics=(metric,))], Config())
    assert packed.metrics[0].tolist() == [(target, kind)]


@pytest.mark.parametrize(
    "metric",
    [
        pytest.param(ResourceMetric(name="cpu", average_utilization=50), id="resource"),
        pytest.param(ExternalMetric(name="orders"), id="external without a target"),
        pytest.param(
            ObjectMetric(
                name="hits", described_object=_ROCK, target_type="Utilization"
            ),
            id="object without a target",
        ),
    ],
)
def test_what_arrays_do_not_cover_is_refused(metric: MetricSpec) -> None:
    with pytest.raises(ValueError, match="arrays cover Pods, Object and External"):
        pack_specs([Spec(max_replicas=3, metrics=(metric,))], Config())
