"""Thresholds: golden edges, and edges that observations confirm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Behavior,
    Config,
    ContainerResourceMetric,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
    ScalingPolicy,
    ScalingRules,
    Spec,
    Switches,
)
from hpa.observations.reading import load
from hpa.thresholds import is_percent, is_total, target_of, thresholds

SERVICE = ObjectReference(kind="Service", name="web")
PODS = PodsMetric(name="x", average_value_milli=200_000)
CPU = ResourceMetric(name="cpu", average_utilization=80)
MEMORY = ResourceMetric(name="memory", average_value_milli=300_000)
CONTAINER = ContainerResourceMetric(name="cpu", container="web", average_utilization=50)
QUEUE = ExternalMetric(name="x", value_milli=30_000)
LAG = ExternalMetric(name="x", average_value_milli=30_000)
WHOLE = ObjectMetric(
    name="x", described_object=SERVICE, target_type="Value", value_milli=10_000
)
SHARE = ObjectMetric(
    name="x",
    described_object=SERVICE,
    target_type="AverageValue",
    average_value_milli=10_000,
)


@pytest.mark.parametrize(
    ("metric", "replicas", "up_from", "down_to"),
    [
        pytest.param(PODS, 8, 220_000, 175_000, id="pods, 8"),
        pytest.param(PODS, 2, 220_000, 100_000, id="pods, 2: one of two"),
        pytest.param(PODS, 20, 220_000, 179_999, id="pods, 20: the tolerance"),
        pytest.param(PODS, 1, 220_000, 0, id="pods, 1"),
        pytest.param(CPU, 8, 88, 70, id="cpu"),
        pytest.param(MEMORY, 4, 330_000, 225_000, id="memory as a value"),
        pytest.param(CONTAINER, 8, 55, 43, id="container"),
        pytest.param(QUEUE, 8, 33_000, 26_250, id="external as a whole"),
        pytest.param(LAG, 8, 33_000, 26_250, id="external per replica"),
        pytest.param(WHOLE, 4, 11_000, 7_500, id="object as a whole"),
        pytest.param(SHARE, 4, 11_000, 7_500, id="object per replica"),
    ],
)
def test_golden_edges(
    metric: MetricSpec, replicas: int, up_from: int, down_to: int
) -> None:
    found = thresholds(metric, replicas, Config())
    assert (found.up_from, found.down_to) == (up_from, down_to)


@pytest.mark.parametrize(
    ("config", "up_from"),
    [
        pytest.param(Config(tolerance=0.2), 240_001, id="flag"),
        pytest.param(Config(tolerance=0), 200_001, id="none"),
        pytest.param(
            Config(switches=Switches(tolerance_as_band=True)), 220_001, id="band"
        ),
    ],
)
def test_the_tolerance_moves_the_edge(config: Config, up_from: int) -> None:
    assert thresholds(PODS, 8, config).up_from == up_from


def test_a_tolerance_of_ones_own_counts_only_where_the_version_has_it() -> None:
    policy = ScalingPolicy(type="Pods", value=4, period_seconds=15)
    up = ScalingRules(policies=(policy,), tolerance=0.5)
    behavior = Behavior(scale_up=up, scale_down=ScalingRules(policies=(policy,)))
    newer = Config(switches=Switches(tolerance_per_direction=True))
    assert thresholds(PODS, 8, newer, behavior).up_from == 300_001
    assert thresholds(PODS, 8, Config(), behavior).up_from == 220_000


def test_a_tolerance_beyond_all_bounds_has_no_edge() -> None:
    found = thresholds(PODS, 8, Config(tolerance=1e9))
    assert (found.up_from, found.down_to) == (None, None)


@pytest.mark.parametrize(
    ("metric", "percent", "total", "target"),
    [
        pytest.param(PODS, False, False, 200_000, id="pods"),
        pytest.param(CPU, True, False, 80, id="cpu"),
        pytest.param(MEMORY, False, False, 300_000, id="memory"),
        pytest.param(QUEUE, False, True, 30_000, id="external value"),
        pytest.param(LAG, False, False, 30_000, id="external average"),
        pytest.param(WHOLE, False, True, 10_000, id="object value"),
        pytest.param(SHARE, False, False, 10_000, id="object average"),
    ],
)
def test_what_the_target_is(
    metric: MetricSpec, percent: bool, total: bool, target: int
) -> None:
    assert is_percent(metric) is percent
    assert is_total(metric) is total
    assert target_of(metric) == target


def test_a_source_without_a_target_is_refused() -> None:
    with pytest.raises(ValueError, match="no target"):
        target_of(ExternalMetric(name="x"))


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 25))
def test_an_observation_confirms_both_edges(target: int, replicas: int) -> None:
    """Asked in another way: by files, as people write them."""
    metric = PodsMetric(name="x", average_value_milli=target)
    found = thresholds(metric, replicas, Config())
    assert found.up_from is not None
    assert asked(metric, replicas, found.up_from) > replicas
    assert asked(metric, replicas, found.up_from - 1) <= replicas
    assert found.down_to is not None
    assert asked(metric, replicas, found.down_to) < replicas
    assert asked(metric, replicas, found.down_to + 1) >= replicas


def asked(metric: PodsMetric, replicas: int, value: int) -> int:
    spec = Spec(min_replicas=0, max_replicas=10**6, metrics=(metric,))
    text = f"replicas: {replicas}\nmetrics:\n- name: x\n  each: {value}m\n"
    sync = load(text, spec, default_kubernetes="1.23")
    decision = decide(spec, sync.state, sync.observation, sync.config, sync.now)
    assert decision.recommendation is not None
    return decision.recommendation
