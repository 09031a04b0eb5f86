"""The scheduler: room, anti-affinity, and pods that have to wait."""

from __future__ import annotations

import pytest

from octoscale.core.phases import Milestone
from simulator.clock import Clock
from simulator.world.nodes import Node
from simulator.world.pods import Pod
from simulator.world.scheduler import PodNeeds, Scheduler, choose, fits

ALONE = PodNeeds(image="web", cpu_milli=100, memory_bytes=10, anti_affinity=True)
TOGETHER = PodNeeds(image="web", cpu_milli=100, memory_bytes=10, anti_affinity=False)


def node(
    name: str = "node",
    *,
    pods: int = 0,
    cpu: int = 1000,
    memory: int = 1000,
    schedulable: bool = True,
    image: bool = False,
) -> Node:
    made = Node(name, cpu, memory, schedulable)
    made.pods.extend(Pod(number, f"{name}-pod-{number}") for number in range(pods))
    if image:
        made.images.add("web")
    return made


@pytest.mark.parametrize(
    ("candidate", "needs", "expected"),
    [
        pytest.param(node(), ALONE, True, id="an empty node"),
        pytest.param(node(pods=1), ALONE, False, id="another replica, anti-affinity"),
        pytest.param(node(pods=1), TOGETHER, True, id="another replica, no affinity"),
        pytest.param(node(schedulable=False), ALONE, False, id="a master"),
        pytest.param(node(cpu=100), ALONE, True, id="just enough cpu"),
        pytest.param(node(cpu=99), ALONE, False, id="too little cpu"),
        pytest.param(node(memory=9), ALONE, False, id="too little memory"),
        pytest.param(node(pods=9, cpu=1000), TOGETHER, True, id="the tenth of ten"),
        pytest.param(node(pods=10, cpu=1000), TOGETHER, False, id="the eleventh"),
    ],
)
def test_whether_a_pod_fits(candidate: Node, needs: PodNeeds, expected: bool) -> None:
    assert fits(candidate, needs) is expected


@pytest.mark.parametrize(
    ("nodes", "needs", "chosen"),
    [
        pytest.param([node("a", schedulable=False)], ALONE, None, id="none fits"),
        pytest.param([node("a"), node("b")], ALONE, "a", id="the first of equals"),
        pytest.param(
            [node("a"), node("b", image=True)], ALONE, "b", id="one with the image"
        ),
        pytest.param(
            [node("a", pods=2), node("b", pods=1)], TOGETHER, "b", id="the emptiest"
        ),
    ],
)
def test_which_node_is_chosen(
    nodes: list[Node], needs: PodNeeds, chosen: str | None
) -> None:
    found = choose(nodes, needs)
    assert (found.name if found else None) == chosen


def test_a_pod_without_a_node_waits_until_one_becomes_free() -> None:
    clock, bound = Clock(), list[Pod]()
    nodes = [node("a"), node("b")]
    scheduler = Scheduler(clock, nodes, ALONE, delay_seconds=0.5, on_bound=bound.append)
    pods = [Pod(number, f"web-{number}") for number in (1, 2, 3)]
    for pod in pods:
        scheduler.submit(pod)

    def free() -> None:
        nodes[0].pods.clear()
        scheduler.look_again()

    clock.at(10, free)
    clock.run(until=5)
    assert bound == pods[:2]
    clock.run(until=20)
    assert bound == pods
    assert pods[2].node is nodes[0]
    assert [pod.milestones[Milestone.SCHEDULED] for pod in pods] == [0.5, 0.5, 10.5]


def test_a_withdrawn_pod_never_gets_a_node() -> None:
    clock, bound = Clock(), list[Pod]()
    scheduler = Scheduler(
        clock, [node("a")], ALONE, delay_seconds=0.5, on_bound=bound.append
    )
    pod = Pod(1, "web-1")
    scheduler.submit(pod)
    scheduler.withdraw(pod)
    clock.run(until=5)
    assert not bound
