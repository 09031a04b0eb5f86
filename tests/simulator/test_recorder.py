"""The recorder: one point for each change, and the target of each metric source."""

from __future__ import annotations

import pytest

from hpa.algorithm.types import (
    ExternalMetric,
    MetricSpec,
    ObjectMetric,
    ObjectReference,
    PodsMetric,
    ResourceMetric,
)
from octoscale.core.phases import POD_MILESTONES, Milestone
from simulator.clock import Clock
from simulator.loads.polyline import Polyline
from simulator.recorder import Recorder, record_of, target_of
from simulator.sections.service import ExposedSeries, ServiceSection
from simulator.world.deployment import Deployment
from simulator.world.pods import Pod
from simulator.world.service import Service

JOB = ObjectReference(kind="Job", name="web")


def world() -> tuple[Clock, Deployment, Service, Recorder]:
    clock = Clock()
    section = ServiceSection(name="web", series=(ExposedSeries(name="hits"),))
    deployment = Deployment(
        clock, section, delay_seconds=0.1, scale_target=("Deployment", "web")
    )
    service = Service(
        clock,
        Polyline(((0.0, 100.0),)),
        unit="requests/s",
        capacity=60.0,
        reopen_seconds=0.0,
    )
    return clock, deployment, service, Recorder(clock, deployment, service)


def test_replicas_are_written_down_when_a_number_changes() -> None:
    clock, deployment, _, recorder = world()
    recorder.note_replicas()
    clock.run(until=5)
    recorder.note_replicas()
    deployment.new_pod().milestones.update(dict.fromkeys(POD_MILESTONES, 5.0))
    recorder.note_replicas()
    points = [(p.time, p.desired, p.current, p.ready) for p in recorder.replicas]
    assert points == [(0.0, 1, 0, 0), (5.0, 1, 1, 1)]


def test_the_last_word_of_a_moment_counts() -> None:
    clock, deployment, service, recorder = world()
    recorder.note_load()
    service.join(Pod(1, "web-1", answers=True))
    recorder.note_load()
    assert [(p.served, p.lost, p.endpoints) for p in recorder.load] == [(60, 40, 1)]
    clock.run(until=10)
    assert recorder.totals.served == pytest.approx(600)
    assert recorder.totals.lost == pytest.approx(400)
    assert not deployment.pods


@pytest.mark.parametrize(
    ("metric", "target"),
    [
        pytest.param(PodsMetric(name="x", average_value_milli=5), 5, id="pods"),
        pytest.param(
            ObjectMetric(
                name="x",
                described_object=JOB,
                target_type="Value",
                value_milli=6,
                average_value_milli=7,
            ),
            6,
            id="an object's value",
        ),
        pytest.param(
            ObjectMetric(
                name="x",
                described_object=JOB,
                target_type="AverageValue",
                average_value_milli=7,
            ),
            7,
            id="an object's average",
        ),
        pytest.param(
            ExternalMetric(name="x", value_milli=8, average_value_milli=9),
            9,
            id="external: the average wins",
        ),
        pytest.param(ExternalMetric(name="x", value_milli=8), 8, id="external"),
        pytest.param(
            ResourceMetric(name="cpu", average_utilization=80), None, id="no milli"
        ),
    ],
)
def test_the_target_is_the_one_that_the_controller_compares_with(
    metric: MetricSpec, target: int | None
) -> None:
    assert target_of(metric) == target


def test_a_pods_record_goes_as_far_as_the_pod_came() -> None:
    pod = Pod(2, "web-2", {Milestone.CREATED: 1.5})
    record = record_of(pod)
    assert record.node is None
    assert record.image_present is None
    assert record.milestones == {Milestone.CREATED: 1.5}
    assert record.pulled_bytes == 0
