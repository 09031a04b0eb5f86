"""Given metric values: the last whole interval's, and gaps as the API's errors."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import (
    ExternalMetric,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
)
from hpa.errors import PortError
from simulator.testing.file import MetricValues
from simulator.testing.values import GivenMetrics
from simulator.testing.workload import SELECTOR, Watch
from simulator.testing.workload import TestedWorkload as Workload

PODS = PodsMetric(name="hits", average_value_milli=1000)
SERVICE = ObjectReference(api_version="v1", kind="Service", name="web")


def given(**values: str) -> tuple[Watch, GivenMetrics]:
    watch = Watch()
    workload = Workload(
        watch,
        name="web",
        replicas=2,
        names=("a", "b"),
        ready_after=0.0,
        requests_milli={"cpu": 500},
    )
    rows = [MetricValues(metric=name, values=text) for name, text in values.items()]
    return watch, GivenMetrics(watch, rows, interval=15.0, workload=workload)


def test_each_pod_has_the_value_of_the_last_whole_interval() -> None:
    watch, metrics = given(hits="1 2.5 4")
    for now, milli in ((0.0, 1000), (14.9, 1000), (15.0, 2500), (1e4, 4000)):
        watch.now = now
        found = metrics.pods(PODS, SELECTOR)
        assert [(one.pod, one.value_milli) for one in found] == [
            ("a", milli),
            ("b", milli),
        ]


def test_a_gap_and_a_marker_are_errors() -> None:
    watch, metrics = given(hits="1 _ stale")
    for now in (15.0, 30.0):
        watch.now = now
        with pytest.raises(PortError, match="could not find the metric hits"):
            metrics.pods(PODS, SELECTOR)


def test_objects_and_external_metrics_have_one_value() -> None:
    _, metrics = given(hits="7")
    described = ObjectMetric(
        name="hits", described_object=SERVICE, target_type="Value", value_milli=1
    )
    assert metrics.object(described) == 7000
    assert metrics.external(ExternalMetric(name="hits", value_milli=1)) == (7000,)


def test_a_metric_without_values_is_an_error() -> None:
    _, metrics = given(other="7")
    with pytest.raises(PortError):
        metrics.external(ExternalMetric(name="hits", value_milli=1))


def test_usage_is_given_for_each_pods_container() -> None:
    _, metrics = given(cpu="0.25")
    usages = metrics.resource(SELECTOR)
    assert [one.pod for one in usages] == ["a", "b"]
    assert dict(usages[0].containers[0].usage_milli) == {"cpu": 250}
