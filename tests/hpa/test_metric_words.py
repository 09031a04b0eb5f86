"""Metric sources in words."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import (
    Config,
    ContainerResourceMetric,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
    Spec,
    Switches,
)
from hpa.metric_words import MOST_REPLICAS, metric_words, name_of

SERVICE = ObjectReference(kind="Service", name="web")


def spec(metric: MetricSpec, *, low: int = 1, high: int = 8) -> Spec:
    return Spec(min_replicas=low, max_replicas=high, metrics=(metric,))


@pytest.mark.parametrize(
    ("metric", "name", "lines"),
    [
        pytest.param(
            PodsMetric(name="fds", average_value_milli=200_000),
            "Pods metric fds",
            [
                "the average over the pods, held at 200",
                "scale up: 220 or more",
                "scale down: 175 or less with 8, 100 or less with 2 replicas",
            ],
            id="pods",
        ),
        pytest.param(
            ResourceMetric(name="cpu", average_utilization=80),
            "Resource cpu",
            [
                "the pods' usage in percent of what they request, held at 80 %",
                "scale up: 88 % or more",
                "scale down: 70 % or less with 8, 40 % or less with 2 replicas",
            ],
            id="utilization",
        ),
        pytest.param(
            ObjectMetric(
                name="rps",
                described_object=SERVICE,
                target_type="Value",
                value_milli=10_000_000,
            ),
            "Object metric rps of Service web",
            [
                "the value as a whole, held at 10k",
                "scale up: 11k or more",
                "scale down: 8750 or less with 8, 5k or less with 2 replicas",
            ],
            id="object",
        ),
        pytest.param(
            ExternalMetric(name="q", average_value_milli=1500, selector="topic=a"),
            "External metric q{topic=a}",
            [
                "the value divided by the replicas, held at 1500m",
                "scale up: 1650m or more",
                "scale down: 1312m or less with 8, 750m or less with 2 replicas",
            ],
            id="external",
        ),
    ],
)
def test_a_source(metric: MetricSpec, name: str, lines: list[str]) -> None:
    words = metric_words(metric, spec(metric), Config())
    assert words.name == name
    assert words.lines() == lines


def test_an_edge_that_just_passes_a_round_value_is_told_by_that_value() -> None:
    metric = PodsMetric(name="fds", average_value_milli=200_000)
    band = Config(switches=Switches(tolerance_as_band=True))
    words = metric_words(metric, spec(metric, high=40), band)
    assert words.lines()[1] == "scale up: above 220"
    assert "below 180 with 40," in words.lines()[2]


def test_many_replicas_are_asked_about_up_to_a_limit() -> None:
    metric = PodsMetric(name="fds", average_value_milli=200_000)
    words = metric_words(metric, spec(metric, low=5, high=10**6), Config())
    assert [edge.replicas for edge in words.edges] == [MOST_REPLICAS, 6]


def test_one_replica_cannot_go_down() -> None:
    metric = PodsMetric(name="fds", average_value_milli=200_000)
    words = metric_words(metric, spec(metric, high=1), Config())
    assert words.lines()[2] == "scale down: never"


def test_a_tolerance_beyond_all_bounds_never_scales() -> None:
    metric = PodsMetric(name="fds", average_value_milli=200_000)
    words = metric_words(metric, spec(metric), Config(tolerance=1e9))
    assert words.lines()[1:] == ["scale up: never", "scale down: never"]


def test_a_container_is_named() -> None:
    metric = ContainerResourceMetric(
        name="memory", container="web", average_value_milli=1000
    )
    assert name_of(metric) == "Resource memory of container web"
    assert metric_words(metric, spec(metric), Config()).to_dict() == {
        "name": "Resource memory of container web",
        "compared": "the average over the pods, held at 1",
        "thresholds": [
            {"replicas": 8, "upFrom": "1100m", "downTo": "875m"},
            {"replicas": 2, "upFrom": "1100m", "downTo": "500m"},
        ],
    }
