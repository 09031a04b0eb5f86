"""Kubelets: the moments of a pod's start, its probes, and its end."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from octoscale.core.phases import POD_MILESTONES, Milestone
from simulator.clock import Clock
from simulator.loads.polyline import Polyline
from simulator.parameter import assumed
from simulator.sections.cluster import ClusterSection
from simulator.sections.image import ImageSection
from simulator.sections.start import StartSection
from simulator.streams import Streams
from simulator.world.kubelet import Kubelet
from simulator.world.nodes import nodes_of
from simulator.world.pods import Pod
from simulator.world.pull import Puller
from simulator.world.registry import Registry
from simulator.world.service import Service


def options(*, delay: float = 0.0, period: float = 0.0) -> StartSection:
    return StartSection(
        prepare_seconds=assumed(1.0, "s", "a test"),
        containers_seconds=assumed(2.0, "s", "a test"),
        program_seconds=assumed(4.0, "s", "a test"),
        jitter_ratio=assumed(0.0, "ratio", "a test"),
        probe_initial_delay_seconds=assumed(delay, "s", "a test"),
        probe_period_seconds=assumed(period, "s", "a test"),
        endpoints_seconds=assumed(0.0, "s", "a test"),
        termination_seconds=assumed(3.0, "s", "a test"),
    )


@dataclass
class World:
    section: StartSection
    clock: Clock = field(default_factory=Clock)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Build a kubelet with one node, for an image of no bytes."""
        cluster = ClusterSection()
        image = ImageSection(
            name="web",
            on_disk_bytes=assumed(0.0, "bytes", "a test"),
            resolve_seconds=assumed(0.5, "s", "a test"),
        )
        streams = Streams(1)
        self.service = Service(
            self.clock,
            Polyline(((0.0, 100.0),)),
            unit="requests/s",
            capacity=None,
            reopen_seconds=0.0,
        )
        registry = Registry(self.clock, cluster)
        self.puller = Puller(self.clock, streams, registry=registry, image=image)
        self.kubelet = Kubelet(
            self.clock,
            streams,
            puller=self.puller,
            service=self.service,
            options=self.section,
        )
        self.kubelet.on_started = lambda pod: self.tell("started", pod)
        self.kubelet.on_ready = lambda pod: self.tell("ready", pod)
        self.kubelet.on_gone = lambda pod: self.tell("gone", pod)
        self.node = nodes_of(cluster.pools)[0]

    def tell(self, what: str, pod: Pod) -> None:
        self.told.append(f"{self.clock.now:g} {pod.name} {what}")

    def start(self) -> Pod:
        pod = Pod(1, "web-1", node=self.node)
        pod.milestones[Milestone.CREATED] = 0.0
        pod.milestones[Milestone.SCHEDULED] = 0.0
        self.node.pods.append(pod)
        self.kubelet.start(pod)
        return pod


def test_a_start_comes_through_every_moment_in_order() -> None:
    world = World(options())
    pod = world.start()
    world.clock.run(until=60)
    assert list(pod.milestones) == list(POD_MILESTONES)
    assert list(pod.milestones.values()) == sorted(pod.milestones.values())
    assert pod.milestones[Milestone.PULLING] == 1.0
    assert pod.milestones[Milestone.PULLED] == 1.5
    assert pod.milestones[Milestone.CONTAINERS_STARTED] == 3.5
    # No probe: Ready with its containers; its first answer is 4 s later.
    assert pod.milestones[Milestone.READY] == 3.5
    assert pod.milestones[Milestone.FIRST_REQUEST] == pytest.approx(7.51)
    assert world.told == ["3.5 web-1 started", "3.5 web-1 ready"]


@pytest.mark.parametrize(
    ("delay", "period", "ready"),
    [
        pytest.param(0.0, 0.0, 3.5, id="no probe"),
        pytest.param(0.0, 10.0, 13.5, id="the probe at 10 s is the first to pass"),
        pytest.param(5.0, 10.0, 8.5, id="the first probe passes"),
        pytest.param(4.0, 10.0, 7.5, id="a probe just as the program answers"),
        pytest.param(1.0, 1.0, 7.5, id="probed every second"),
    ],
)
def test_a_pod_is_ready_at_the_first_probe_that_its_program_answers(
    delay: float, period: float, ready: float
) -> None:
    world = World(options(delay=delay, period=period))
    pod = world.start()
    world.clock.run(until=60)
    assert pod.milestones[Milestone.READY] == ready


def test_a_stopped_pod_leaves_the_endpoints_at_once_and_its_node_later() -> None:
    world = World(options())
    pod = world.start()
    world.clock.run(until=30)
    pod.deleted_at = world.clock.now
    world.kubelet.stop(pod)
    assert not world.service.endpoints
    answered = [pod.answers]
    world.clock.run(until=60)
    assert [*answered, pod.answers] == [True, False]
    assert pod.gone_at == 33.0
    assert not world.node.pods
    assert world.told[-1] == "33 web-1 gone"


def test_a_pod_that_is_stopped_on_its_way_goes_no_further() -> None:
    world = World(options())
    pod = world.start()
    world.clock.run(until=1.2)
    pod.deleted_at = world.clock.now
    world.kubelet.stop(pod)
    world.clock.run(until=60)
    assert list(pod.milestones)[-1] is Milestone.PULLING
    assert world.told == ["4.2 web-1 gone"]
