"""Tests of ``hpa.algorithm.metrics``."""

from __future__ import annotations

from typing import get_args

from hpa.algorithm import metrics


def test_every_source_of_the_api_is_a_metric_spec() -> None:
    names = {
        each.__name__.removesuffix("Metric") for each in get_args(metrics.MetricSpec)
    }
    api = {"Resource", "ContainerResource", "Pods", "Object", "External"}
    assert names == api | {"Unknown"}


def test_a_metric_without_a_selector_selects_all() -> None:
    assert metrics.PodsMetric(name="m", average_value_milli=1).selector == ""
    assert metrics.ExternalMetric(name="m", value_milli=1).selector == ""
