"""Tests of ``hpa.controller`` over a world in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from hpa.algorithm.types import (
    Config,
    ContainerResourceMetric,
    Decision,
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
    Spec,
    State,
    UnknownMetric,
)
from hpa.algorithm.versions import switches_for
from hpa.controller import Autoscaler
from hpa.errors import PortError
from tests.hpa.fakes import (
    MemoryMetrics,
    MemoryPods,
    MemoryRivals,
    MemoryScale,
    MemorySink,
)

_QUEUE = PodsMetric(name="queue", average_value_milli=10_000)
_BACKLOG = ExternalMetric(name="backlog", value_milli=10_000)
_NOW = 1_000.0


@dataclass
class _World:
    """One workload with its HPA."""

    metrics_followed: tuple[MetricSpec, ...] = (_QUEUE,)
    config: Config = field(default_factory=Config)

    def __post_init__(self) -> None:
        self.scale = MemoryScale()
        self.pods = MemoryPods(self.scale)
        self.metrics = MemoryMetrics(self.scale)
        self.sink = MemorySink()
        self.rivals = MemoryRivals()
        self.autoscaler = Autoscaler(
            Spec(max_replicas=8, metrics=self.metrics_followed),
            scale=self.scale,
            pods=self.pods,
            metrics=self.metrics,
            sink=self.sink,
            rivals=self.rivals,
            config=self.config,
        )

    def sync(self, now: float = _NOW) -> Decision:
        return self.autoscaler.sync(now)

    def event_reasons(self) -> list[str]:
        return [event.reason for event in self.sink.events]


def test_a_sync_gathers_decides_writes_and_reports() -> None:
    world = _World()
    world.metrics.per_pod_milli = 80_000
    decision = world.sync()
    assert world.scale.writes == [4]
    assert world.pods.selectors == ["app=web"]
    assert world.metrics.asked == ["pods queue app=web"]
    assert world.event_reasons() == ["SuccessfulRescale"]
    assert world.sink.statuses == [decision.next_state.status]
    assert world.autoscaler.state == decision.next_state


def test_the_state_goes_from_sync_to_sync() -> None:
    world = _World()
    trail = []
    for sync in range(4):
        world.metrics.per_pod_milli = 80_000 // world.scale.replicas
        world.sync(_NOW + 15 * sync)
        trail.append(world.scale.replicas)
    assert trail == [4, 8, 8, 8]


def test_a_status_that_did_not_change_is_not_reported_again() -> None:
    world = _World()
    for sync in range(3):
        world.sync(_NOW + 15 * sync)
    assert len(world.sink.statuses) == 1


@pytest.mark.parametrize("replicas", [0, 9], ids=["stopped", "above the maximum"])
def test_outside_the_bounds_nobody_is_asked_for_metrics(replicas: int) -> None:
    world = _World()
    world.scale.replicas = replicas
    world.sync()
    assert (world.metrics.asked, world.pods.selectors) == ([], [])


@pytest.mark.parametrize("selector", ["", "a=b,,"])
def test_a_selector_that_will_not_do_asks_nobody(selector: str) -> None:
    world = _World()
    world.scale.selector = selector
    decision = world.sync()
    assert (world.metrics.asked, world.pods.selectors) == ([], [])
    assert decision.error is not None
    assert world.event_reasons()[-1] == "FailedComputeMetricsReplicas"


def test_an_unreadable_scale_is_reported_and_asks_nobody() -> None:
    world = _World()
    world.scale.unreadable = PortError("not found")
    decision = world.sync()
    assert decision.current is None
    assert world.event_reasons() == ["FailedGetScale"]
    assert "not found" in world.sink.statuses[0].conditions[0].message
    assert world.metrics.asked == []


def test_a_failed_write_is_reported_and_tried_again() -> None:
    world = _World()
    world.metrics.per_pod_milli = 80_000
    world.scale.unwritable = PortError("conflict")
    decision = world.sync()
    assert (decision.rescale, world.scale.replicas) == (False, 1)
    assert world.event_reasons() == ["FailedRescale"]
    assert world.sink.statuses[0].conditions[0].reason == "FailedUpdateScale"
    world.scale.unwritable = None
    world.sync(_NOW + 15)
    assert world.scale.writes == [4]


def test_a_metric_that_cannot_be_had_is_never_a_zero() -> None:
    world = _World()
    world.scale.replicas = 5
    world.metrics.per_pod_milli = PortError("the server is unavailable")
    decision = world.sync()
    assert (decision.replicas, world.scale.writes) == (5, [])
    assert world.event_reasons() == [
        "FailedGetPodsMetric",
        "FailedComputeMetricsReplicas",
    ]


def test_one_failing_metric_does_not_keep_the_others_from_scaling_up() -> None:
    world = _World((_QUEUE, _BACKLOG))
    world.metrics.per_pod_milli = PortError("gone")
    world.metrics.external_milli = (20_000, 20_000)
    world.sync()
    assert world.scale.writes == [4]


def test_pods_that_cannot_be_listed_fail_the_metrics_that_need_them() -> None:
    world = _World((_QUEUE, ExternalMetric(name="lag", average_value_milli=5_000)))
    world.pods.unlistable = PortError("forbidden")
    world.sync()
    assert world.event_reasons() == ["FailedGetPodsMetric", "SuccessfulRescale"]
    assert world.scale.writes == [2]


def test_a_status_that_cannot_be_written_stays_the_old_one() -> None:
    world = _World()
    world.metrics.per_pod_milli = 80_000
    world.sink.unwritable = PortError("conflict")
    decision = world.sync()
    assert "conflict" in (decision.error or "")
    assert world.scale.writes == [4]
    assert world.autoscaler.state.status == State().status
    assert world.autoscaler.state.recommendations != ()


@pytest.mark.parametrize(
    ("metric", "asked"),
    [
        pytest.param(_QUEUE, "pods queue app=web", id="Pods"),
        pytest.param(
            ObjectMetric(
                name="rps",
                described_object=ObjectReference(kind="Service", name="web"),
                target_type="Value",
                value_milli=10_000,
            ),
            "object rps",
            id="Object",
        ),
        pytest.param(_BACKLOG, "external backlog", id="External"),
        pytest.param(
            ResourceMetric(name="cpu", average_value_milli=100),
            "resource app=web",
            id="Resource",
        ),
        pytest.param(
            ContainerResourceMetric(
                name="cpu", container="app", average_value_milli=100
            ),
            "resource app=web",
            id="ContainerResource",
        ),
    ],
)
def test_each_source_is_asked_of_its_api(metric: MetricSpec, asked: str) -> None:
    world = _World((metric,))
    decision = world.sync()
    assert world.metrics.asked == [asked]
    assert (decision.error, decision.replicas) == (None, 1)


def test_an_unknown_source_is_an_error_of_the_decision() -> None:
    world = _World((UnknownMetric(type="Moon"),))
    assert world.sync().error is not None
    assert world.event_reasons()[0] == "InvalidMetricSourceType"


def test_a_spec_may_change_between_two_syncs() -> None:
    world = _World()
    world.scale.replicas = 5
    world.sync()
    world.autoscaler.spec = Spec(max_replicas=3, metrics=(_QUEUE,))
    world.sync(_NOW + 15)
    assert world.scale.writes == [3]


_REFUSING = Config(switches=switches_for("1.28"))


def test_a_controller_of_1_28_refuses_pods_that_another_hpa_finds() -> None:
    world = _World(config=_REFUSING)
    world.metrics.per_pod_milli = 80_000
    world.rivals.names = ("other",)
    decision = world.sync()
    assert world.rivals.selectors == ["app=web"]
    assert world.event_reasons()[0] == "AmbiguousSelector"
    assert world.scale.writes == []
    active = decision.condition("ScalingActive")
    assert active is not None
    assert (active.status, active.reason) == ("False", "AmbiguousSelector")
    world.rivals.names = ()
    assert world.sync(_NOW + 15).replicas == 4


def test_an_older_controller_never_asks_for_rivals() -> None:
    world = _World()
    world.rivals.names = ("other",)
    world.metrics.per_pod_milli = 80_000
    assert world.sync().replicas == 4
    assert world.rivals.selectors == []


def test_rivals_that_nobody_can_name_refuse_nothing() -> None:
    world = _World(config=_REFUSING)
    world.metrics.per_pod_milli = 80_000
    world.rivals.names = PortError("no pods today")
    assert world.sync().replicas == 4


def test_observing_decides_and_writes_nothing() -> None:
    world = _World()
    world.metrics.per_pod_milli = 80_000
    seen = world.autoscaler.observe()
    assert len(seen.readings) == 1
    assert world.scale.writes == []
    assert world.autoscaler.state == State()
