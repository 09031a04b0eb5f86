"""Tests of ``hpa.algorithm.proposals``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hpa.algorithm.proposals import propose
from hpa.algorithm.types import (
    ContainerResourceMetric,
    ContainerUsage,
    ExternalMetric,
    ExternalReading,
    Failure,
    MetricSpec,
    MetricStatus,
    ObjectMetric,
    ObjectReading,
    ObjectReference,
    Pod,
    PodsReading,
    PodUsage,
    Reading,
    ResourceMetric,
    ResourceReading,
    UnknownMetric,
)
from hpa.algorithm.versions import Switches, switches_for
from tests.hpa.algorithm.situations import QUEUE, pods, samples, situation

_SERVICE = ObjectReference(kind="Service", name="web", api_version="v1")
_CPU = ResourceMetric(name="cpu", average_utilization=50)
_CPU_AVERAGE = ResourceMetric(name="cpu", average_value_milli=100)
_APP_CPU = ContainerResourceMetric(name="cpu", container="app", average_utilization=50)
_RPS = ObjectMetric(
    name="rps",
    described_object=_SERVICE,
    target_type="Value",
    value_milli=10_000,
    average_value_milli=1_000,
)
_RPS_SHARE = ObjectMetric(
    name="rps",
    described_object=_SERVICE,
    target_type="AverageValue",
    value_milli=10_000,
    average_value_milli=1_000,
)
_LAG = ExternalMetric(name="lag", value_milli=10_000, selector="topic=t1")
_LAG_SHARE = ExternalMetric(name="lag", average_value_milli=5_000)

_USAGES = ResourceReading(
    tuple(
        PodUsage(
            pod=f"pod-{n}",
            containers=(ContainerUsage(name="app", usage_milli={"cpu": 200}),),
            time=1_700_000_000.0,
        )
        for n in range(2)
    )
)
_SITUATION = situation(2, pods(2, request_milli=200))


@pytest.mark.parametrize(
    ("metric", "reading", "replicas", "name"),
    [
        pytest.param(
            QUEUE,
            PodsReading(samples(20_000, 20_000)),
            4,
            "pods metric queue",
            id="Pods",
        ),
        pytest.param(
            _RPS, ObjectReading(20_000), 4, "Service metric rps", id="Object Value"
        ),
        pytest.param(
            _RPS_SHARE,
            ObjectReading(20_000),
            20,
            "external metric rps(nil)",
            id="Object AverageValue, called external",
        ),
        pytest.param(
            _LAG,
            ExternalReading((15_000, 5_000)),
            4,
            "external metric lag(topic=t1)",
            id="External value: the sum",
        ),
        pytest.param(
            _LAG_SHARE,
            ExternalReading((15_000, 5_000)),
            4,
            "external metric lag(nil)",
            id="External average",
        ),
        pytest.param(
            _CPU,
            _USAGES,
            4,
            "cpu resource utilization (percentage of request)",
            id="Resource utilization",
        ),
        pytest.param(_CPU_AVERAGE, _USAGES, 4, "cpu resource", id="Resource average"),
        pytest.param(
            _APP_CPU,
            _USAGES,
            4,
            "cpu resource utilization (percentage of request)",
            id="ContainerResource",
        ),
    ],
)
def test_each_source_has_its_calculator_and_its_name(
    metric: MetricSpec, reading: Reading, replicas: int, name: str
) -> None:
    proposal = propose(metric, reading, _SITUATION)
    assert (proposal.replicas, proposal.name) == (replicas, name)


@pytest.mark.parametrize(
    ("metric", "reading", "expected"),
    [
        pytest.param(
            QUEUE,
            PodsReading(samples(3, 4)),
            MetricStatus(metric=QUEUE, average_value_milli=3),
            id="Pods",
        ),
        pytest.param(
            _RPS,
            ObjectReading(7),
            MetricStatus(metric=_RPS, value_milli=7),
            id="Object Value",
        ),
        pytest.param(
            _RPS_SHARE,
            ObjectReading(7),
            MetricStatus(metric=_RPS_SHARE, average_value_milli=4),
            id="Object AverageValue",
        ),
        pytest.param(
            _LAG,
            ExternalReading((3, 4)),
            MetricStatus(metric=_LAG, value_milli=7),
            id="External value",
        ),
        pytest.param(
            _CPU,
            _USAGES,
            MetricStatus(metric=_CPU, average_value_milli=200, average_utilization=100),
            id="utilization with its average",
        ),
        pytest.param(
            _CPU_AVERAGE,
            _USAGES,
            MetricStatus(metric=_CPU_AVERAGE, average_value_milli=200),
            id="Resource average",
        ),
    ],
)
def test_the_status_shows_what_was_measured(
    metric: MetricSpec, reading: Reading, expected: MetricStatus
) -> None:
    assert propose(metric, reading, _SITUATION).status == expected


def test_a_share_of_no_replicas_is_not_shown() -> None:
    proposal = propose(
        _LAG_SHARE, ExternalReading((10_000,)), situation(0, (), status=0)
    )
    assert proposal.replicas == 2
    assert proposal.status == MetricStatus(metric=_LAG_SHARE)


@pytest.mark.parametrize(
    ("metric", "reading", "reason", "message"),
    [
        pytest.param(QUEUE, Failure("no"), "FailedGetPodsMetric", "no", id="Pods"),
        pytest.param(
            QUEUE,
            PodsReading(()),
            "FailedGetPodsMetric",
            "no metrics returned from custom metrics API",
            id="Pods, empty answer",
        ),
        pytest.param(_RPS, Failure("no"), "FailedGetObjectMetric", "no", id="Object"),
        pytest.param(
            _LAG, Failure("no"), "FailedGetExternalMetric", "no", id="External"
        ),
        pytest.param(
            _LAG,
            ExternalReading(()),
            "FailedGetExternalMetric",
            "no metrics returned from external metrics API",
            id="External, empty answer",
        ),
        pytest.param(
            _CPU, Failure("no"), "FailedGetResourceMetric", "no", id="Resource"
        ),
        pytest.param(
            _CPU,
            ResourceReading(()),
            "FailedGetResourceMetric",
            "no metrics returned from resource metrics API",
            id="Resource, empty answer",
        ),
        pytest.param(
            ContainerResourceMetric(
                name="cpu", container="db", average_value_milli=100
            ),
            _USAGES,
            "FailedGetContainerResourceMetric",
            "container db not present",
            id="ContainerResource",
        ),
        pytest.param(
            UnknownMetric(type="Moon"),
            Failure("no"),
            "InvalidMetricSourceType",
            "'Moon'",
            id="unknown type",
        ),
    ],
)
def test_a_failure_carries_the_reason_of_its_source(
    metric: MetricSpec, reading: Reading, reason: str, message: str
) -> None:
    proposal = propose(metric, reading, _SITUATION)
    assert proposal.replicas is None
    assert proposal.usage_ratio is None
    assert proposal.status == MetricStatus()
    assert proposal.reason == reason
    assert message in proposal.message


@pytest.mark.parametrize(
    ("metric", "reading"),
    [
        pytest.param(
            ObjectMetric(name="m", described_object=_SERVICE, target_type="Value"),
            ObjectReading(1),
            id="Object Value without value",
        ),
        pytest.param(
            ObjectMetric(
                name="m", described_object=_SERVICE, target_type="AverageValue"
            ),
            ObjectReading(1),
            id="Object AverageValue without average",
        ),
        pytest.param(
            ObjectMetric(
                name="m", described_object=_SERVICE, target_type="Utilization"
            ),
            ObjectReading(1),
            id="Object Utilization",
        ),
        pytest.param(ExternalMetric(name="m"), ExternalReading((1,)), id="External"),
        pytest.param(ResourceMetric(name="cpu"), _USAGES, id="Resource"),
    ],
)
def test_a_metric_without_its_target_fails_and_scales_nobody(
    metric: MetricSpec, reading: Reading
) -> None:
    proposal = propose(metric, reading, _SITUATION)
    assert proposal.replicas is None
    assert "target" in proposal.message


def test_an_average_value_wins_over_a_utilization() -> None:
    both = ResourceMetric(name="cpu", average_utilization=1, average_value_milli=200)
    assert propose(both, _USAGES, _SITUATION).replicas == 2


@pytest.mark.parametrize(("resource", "expected"), [("cpu", 3), ("memory", 6)])
def test_an_average_of_cpu_waits_for_ready_pods_and_of_memory_does_not(
    resource: str, expected: int
) -> None:
    starting = Pod(name="pod-1", ready="False", start_time=1_700_000_000.0)
    usages = tuple(
        replace(
            each,
            containers=(ContainerUsage(name="app", usage_milli={resource: 300}),),
        )
        for each in _USAGES.usages
    )
    metric = ResourceMetric(name=resource, average_value_milli=100)
    seen = situation(2, (*pods(1), starting))
    proposal = propose(metric, ResourceReading(usages), seen)
    assert proposal.replicas == expected


def test_since_1_28_container_resources_have_names_of_their_own() -> None:
    newer = situation(2, pods(2, request_milli=200), switches=switches_for("1.28"))
    name = propose(_APP_CPU, _USAGES, newer).name
    assert name == "cpu container resource utilization (percentage of request)"


def test_a_controller_may_refuse_container_resources() -> None:
    refusing = situation(
        2,
        pods(2, request_milli=200),
        switches=Switches(refuses_container_resource=True),
    )
    assert propose(_APP_CPU, _USAGES, refusing).replicas is None
    assert propose(_CPU, _USAGES, refusing).replicas == 4


@pytest.mark.parametrize(
    ("metric", "reading"),
    [
        (QUEUE, ObjectReading(1)),
        (_RPS, ExternalReading((1,))),
        (_LAG, PodsReading(())),
        (_CPU, PodsReading(samples(1))),
    ],
)
def test_the_reading_of_another_metric_is_a_mistake_of_the_caller(
    metric: MetricSpec, reading: Reading
) -> None:
    with pytest.raises(TypeError, match=type(reading).__name__):
        propose(metric, reading, _SITUATION)
