"""Entries matched to an HPA's metrics, and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hpa.algorithm.types import (
    ContainerResourceMetric,
    ContainerUsage,
    ExternalMetric,
    ExternalReading,
    Failure,
    MetricSpec,
    ObjectMetric,
    ObjectReading,
    ObjectReference,
    PodSample,
    PodsMetric,
    PodsReading,
    PodUsage,
    ResourceMetric,
    ResourceReading,
    Spec,
)
from hpa.observations.model import ObservationFile
from hpa.observations.pods import pods_of
from hpa.observations.readings import Matched, match, source_type
from octoscale.core import schema, yamlio

if TYPE_CHECKING:
    from collections.abc import Sequence

FDS = PodsMetric(name="fds", average_value_milli=1000)
RPS = ObjectMetric(
    name="rps",
    described_object=ObjectReference(kind="Service", name="web"),
    target_type="Value",
    value_milli=1000,
)
QUEUE = ExternalMetric(name="q", value_milli=1000)
CPU = ResourceMetric(name="cpu", average_utilization=50)
MEMORY = ResourceMetric(name="memory", average_value_milli=1000)
WEB = ContainerResourceMetric(name="cpu", container="web", average_utilization=50)


def matched(
    metrics: Sequence[MetricSpec], *entries: str, replicas: int = 2, pods: str = ""
) -> Matched:
    lines = [f"- {{{entry}}}" for entry in entries]
    text = "\n".join([f"replicas: {replicas}", "metrics:", *lines, pods])
    document = yamlio.load(
        text if entries else f"replicas: {replicas}\n{pods}", file="o"
    )
    seen = schema.decode(ObservationFile, document)
    spec = Spec(max_replicas=8, metrics=tuple(metrics))
    return match(seen, document, spec, pods_of(seen, spec))


def used(
    value: int, *pods: str, container: str = "app", **more: Any
) -> ResourceReading:
    resource = more.pop("resource", "cpu")
    usages = [
        PodUsage(
            pod=pod,
            containers=(ContainerUsage(name=container, usage_milli={resource: value}),),
            time=-0.0,
            **more,
        )
        for pod in pods
    ]
    return ResourceReading(tuple(usages))


@pytest.mark.parametrize(
    ("metric", "entry", "expected"),
    [
        pytest.param(
            FDS,
            "name: fds, each: 3",
            PodsReading(
                (
                    PodSample(pod="pod-0", value_milli=3000),
                    PodSample(pod="pod-1", value_milli=3000),
                )
            ),
            id="pods alike",
        ),
        pytest.param(
            FDS,
            "name: fds, pods: {a: 500m}, age: 10s, window: 30s",
            PodsReading(
                (PodSample(pod="a", value_milli=500, time=-10, window_seconds=30),)
            ),
            id="pods one by one",
        ),
        pytest.param(
            RPS, "name: rps, value: 1.5k", ObjectReading(1_500_000), id="object"
        ),
        pytest.param(
            QUEUE, "name: q, value: 7", ExternalReading((7000,)), id="external"
        ),
        pytest.param(
            QUEUE,
            "name: q, values: [7, 500m]",
            ExternalReading((7000, 500)),
            id="series",
        ),
        pytest.param(QUEUE, "name: q, values: []", ExternalReading(()), id="no series"),
        pytest.param(
            QUEUE, "name: q, value: -2", ExternalReading((-2000,)), id="below 0"
        ),
        pytest.param(QUEUE, "name: q, failed: gone", Failure("gone"), id="failed"),
        pytest.param(
            CPU,
            "name: cpu, each: 450m",
            used(450, "pod-0", "pod-1"),
            id="cpu as a value",
        ),
        pytest.param(
            MEMORY,
            "name: memory, pods: {a: 1}",
            used(1000, "a", resource="memory"),
            id="memory of one pod",
        ),
        pytest.param(
            CPU,
            "name: cpu, utilization: 90",
            used(90_000, "pod-0", "pod-1"),
            id="utilization",
        ),
        pytest.param(
            WEB,
            "name: cpu, utilization: 10",
            used(10_000, "pod-0", "pod-1", container="web"),
            id="utilization of a container",
        ),
    ],
)
def test_a_reading(metric: MetricSpec, entry: str, expected: Any) -> None:
    found = matched([metric], entry)
    assert found.findings == ()
    assert found.readings == (expected,)


def test_a_percentage_relates_to_given_requests_and_rounds_up() -> None:
    pods = "pods: [{name: a, requests: {cpu: 333m}}]"
    found = matched([CPU], "name: cpu, utilization: 50", replicas=1, pods=pods)
    assert found.readings == (used(167, "a"),)
    assert found.pods[0].containers[0].requests_milli == {"cpu": 333}


def test_pods_that_do_not_run_have_no_sample_unless_named() -> None:
    pods = "pods: [{name: a}, {name: b, phase: Pending}]"
    found = matched([FDS], "name: fds, each: 1", pods=pods)
    (reading,) = found.readings
    assert isinstance(reading, PodsReading)
    assert [sample.pod for sample in reading.samples] == ["a"]


def test_readings_stand_in_the_order_of_the_hpa() -> None:
    found = matched([QUEUE, FDS], "name: fds, each: 1", "name: q, value: 2")
    assert [type(reading) for reading in found.readings] == [
        ExternalReading,
        PodsReading,
    ]


def test_metrics_of_one_name_are_told_apart_by_type_then_by_order() -> None:
    other = ExternalMetric(name="fds", value_milli=1000)
    twin = ExternalMetric(name="fds", value_milli=2000, selector="a=b")
    found = matched(
        [FDS, other, twin],
        "name: fds, type: External, value: 1",
        "name: fds, type: External, value: 2",
        "name: fds, each: 3",
    )
    assert found.readings[1:] == (ExternalReading((1000,)), ExternalReading((2000,)))


@pytest.mark.parametrize(
    ("metrics", "entries", "expected"),
    [
        pytest.param(
            [FDS],
            ["name: fsd, each: 1"],
            ["o:3:10: error OB001: the HPA has no metric 'fsd'", "o:3:1: error OB002"],
            id="unknown",
        ),
        pytest.param(
            [FDS],
            ["name: fds, type: Object, value: 1"],
            ["o:3:10: error OB001: the HPA has no Object metric 'fds'", "OB002"],
            id="another type",
        ),
        pytest.param(
            [FDS],
            ["name: fds, each: 1", "name: fds, each: 2"],
            ["o:4:10: error OB001"],
            id="said twice",
        ),
        pytest.param(
            [FDS, QUEUE],
            ["name: fds, each: 1"],
            ["o:3:1: error OB002: nothing is said of the External metric 'q'"],
            id="left out",
        ),
        pytest.param(
            [FDS],
            ["name: fds, value: 1"],
            ["o:3:22: error OB003: fds is a Pods metric here: not value"],
            id="wrong kind",
        ),
        pytest.param(
            [MEMORY],
            ["name: memory, utilization: 50"],
            ["OB003: memory is a Resource metric here: not utilization"],
            id="percent of a value",
        ),
        pytest.param(
            [FDS],
            ["name: fds"],
            ["o:3:3: error OB003: fds: one of each, pods, failed is needed, nothing"],
            id="nothing said",
        ),
        pytest.param(
            [QUEUE],
            ["name: q, value: 1, failed: gone"],
            ["OB003: q: one of value, values, failed is needed, value and failed"],
            id="two things said",
        ),
    ],
)
def test_what_does_not_fit(
    metrics: list[MetricSpec], entries: list[str], expected: list[str]
) -> None:
    found = matched(metrics, *entries)
    assert found.readings == ()
    assert len(found.findings) == len(expected)
    for finding, words in zip(found.findings, expected, strict=True):
        assert words in str(finding)


def test_a_sample_of_a_pod_that_is_not_listed() -> None:
    pods = "pods: [{name: a}]"
    found = matched([FDS], "name: fds, pods: {a: 1, b: 2}", pods=pods)
    assert [str(finding) for finding in found.findings] == [
        "o:3:31: error OB004: no pod 'b' is listed"
    ]


@pytest.mark.parametrize(
    ("metric", "name"),
    [(FDS, "Pods"), (RPS, "Object"), (CPU, "Resource"), (WEB, "ContainerResource")],
)
def test_source_types(metric: MetricSpec, name: str) -> None:
    assert source_type(metric) == name
