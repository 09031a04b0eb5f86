"""What absence does, per version and per kind of metric."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import (
    Config,
    ExternalMetric,
    MetricSpec,
    PodsMetric,
    ResourceMetric,
    Spec,
    Switches,
)
from hpa.algorithm.versions import switches_for
from hpa.missing import missing_metric

PODS = PodsMetric(name="x", average_value_milli=1000)
CPU = ResourceMetric(name="cpu", average_utilization=80)
QUEUE = ExternalMetric(name="q", value_milli=1000)


def spec(*metrics: MetricSpec) -> Spec:
    return Spec(max_replicas=8, metrics=metrics)


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        pytest.param(PODS, "FailedGetPodsMetric", id="pods"),
        pytest.param(CPU, "FailedGetResourceMetric", id="resource"),
        pytest.param(QUEUE, "FailedGetExternalMetric", id="external"),
    ],
)
def test_the_only_metric_missing_keeps_the_replicas(
    metric: MetricSpec, reason: str
) -> None:
    found = missing_metric(spec(metric), Config())
    assert found.reason == reason
    assert "the replicas stay as they are" in found.all_missing
    assert found.some_missing == ""


@pytest.mark.parametrize(
    ("version", "words"),
    [
        pytest.param("1.20", "the others decide alone", id="before the rule"),
        pytest.param("1.23", "may still scale up, but not down", id="since"),
        pytest.param("1.28", "may still scale up, but not down", id="reported"),
    ],
)
def test_one_of_several_missing(version: str, words: str) -> None:
    config = Config(switches=switches_for(version))
    assert words in missing_metric(spec(QUEUE, PODS), config).some_missing


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        pytest.param((PODS,), "as its target when", id="pods"),
        pytest.param((CPU,), "as its request when", id="utilization"),
        pytest.param((CPU, PODS), "of a utilization: its request", id="both"),
    ],
)
def test_a_pod_without_a_sample(metrics: tuple[MetricSpec, ...], words: str) -> None:
    found = missing_metric(spec(*metrics), Config())
    assert words in found.pods_without_sample
    assert found.pods_without_sample in found.lines()


def test_a_later_version_counts_the_target_above_the_request() -> None:
    config = Config(switches=Switches(missing_pods_at_target=True))
    found = missing_metric(spec(CPU), config)
    assert "its request, or the target above it" in found.pods_without_sample


def test_metrics_that_ask_no_pod_say_nothing_of_pods() -> None:
    found = missing_metric(spec(QUEUE), Config())
    assert found.pods_without_sample == ""
    assert found.lines() == [found.all_missing]
    assert found.to_dict()["podsWithoutSample"] is None
