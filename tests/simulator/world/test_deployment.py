"""The Deployment: what the autoscaler reads, and which pods come and go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from hpa.errors import PortError
from octoscale.core.phases import Milestone
from simulator.clock import Clock
from simulator.sections.service import ExposedSeries, ServiceSection
from simulator.world.deployment import Deployment
from simulator.world.nodes import Node

if TYPE_CHECKING:
    from simulator.world.pods import Pod

SECTION = ServiceSection(
    name="web", replicas=1, series=(ExposedSeries(name="hits"),), cpu="250m"
)


@dataclass
class Takers:
    """Stands in for the scheduler and the kubelet, and writes down who came."""

    submitted: list[Pod] = field(default_factory=list)
    withdrawn: list[Pod] = field(default_factory=list)
    stopped: list[Pod] = field(default_factory=list)

    def submit(self, pod: Pod) -> None:
        self.submitted.append(pod)

    def withdraw(self, pod: Pod) -> None:
        self.withdrawn.append(pod)

    def stop(self, pod: Pod) -> None:
        self.stopped.append(pod)


@dataclass
class World:
    target: tuple[str, str] = ("Deployment", "web")
    clock: Clock = field(default_factory=Clock)
    takers: Takers = field(default_factory=Takers)
    asked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Build the workload over the takers."""
        self.deployment = Deployment(
            self.clock,
            SECTION,
            delay_seconds=0.1,
            scale_target=self.target,
        )
        self.deployment.connect(self.takers, self.takers)
        self.deployment.on_change = lambda: self.asked.append(self.deployment.replicas)

    def ready(self, count: int) -> list[Pod]:
        """Make *count* pods that run and are ready, one second apart."""
        for _ in range(count):
            pod = self.deployment.new_pod()
            pod.node = Node(f"node-{pod.number}", 1000, 1000)
            for milestone in (
                Milestone.SCHEDULED,
                Milestone.CONTAINERS_STARTED,
                Milestone.READY,
            ):
                pod.milestones[milestone] = float(pod.number)
        self.deployment.replicas = count
        return list(self.deployment.pods)


def test_a_write_makes_the_missing_pods_a_little_later() -> None:
    world = World()
    world.ready(1)
    world.clock.run(until=10)
    world.deployment.write(4)
    assert world.deployment.read().spec_replicas == 4
    assert world.deployment.read().status_replicas == 1
    world.clock.run(until=11)
    assert [pod.name for pod in world.takers.submitted] == ["web-2", "web-3", "web-4"]
    assert world.takers.submitted[0].milestones == {Milestone.CREATED: 10.1}
    assert world.deployment.read().status_replicas == 4
    assert world.asked == [4, 4]


def test_another_workload_than_ours_does_not_exist() -> None:
    with pytest.raises(PortError, match='deployments "shop" not found'):
        World(target=("Deployment", "shop")).deployment.read()


def test_the_selector_finds_all_pods_and_another_none() -> None:
    world = World()
    world.ready(2)
    scale = world.deployment.read()
    assert scale.selector == "app=web"
    assert [pod.name for pod in world.deployment.list(scale.selector)] == [
        "web-1",
        "web-2",
    ]
    assert world.deployment.list("app=shop") == ()


def test_pods_are_shown_as_the_cluster_would_show_them() -> None:
    world = World()
    world.ready(1)
    pending = world.deployment.new_pod()
    ready, waiting = world.deployment.list("app=web")
    assert (ready.phase, ready.ready, ready.start_time) == ("Running", "True", 1.0)
    assert ready.containers[0].requests_milli["cpu"] == 250
    assert (waiting.phase, waiting.ready, waiting.start_time) == (
        "Pending",
        "False",
        None,
    )
    pending.deleted_at = 5.0
    assert world.deployment.list("app=web")[1].deleted


def test_those_of_least_use_are_deleted_first() -> None:
    world = World()
    ready = world.ready(3)
    starting = world.deployment.new_pod()
    starting.node = Node("node-4", 1000, 1000)
    unscheduled = world.deployment.new_pod()
    world.deployment.write(1)
    world.clock.run(until=20)
    assert world.takers.withdrawn == [unscheduled]
    assert unscheduled.gone_at == 0.1
    assert world.takers.stopped == [starting, ready[2], ready[1]]


def test_deleted_pods_are_no_replicas_and_stay_until_they_are_gone() -> None:
    world = World()
    world.ready(2)
    world.deployment.write(1)
    world.clock.run(until=1)
    assert world.deployment.read().status_replicas == 1
    assert len(world.deployment.present) == 2
    world.deployment.pods[1].gone_at = 1.0
    assert len(world.deployment.present) == 1
