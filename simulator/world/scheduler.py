"""The scheduler: gives each pending pod a node, or lets it wait for one.

Filters as Kubernetes' default scheduler does for such pods: schedulable, room
for the requests, anti-affinity. Among the nodes that are left it takes one with
the image, then the emptiest, then the first: a real one weighs more, and breaks
ties by chance, which makes no difference between equal nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from octoscale.core.phases import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulator.clock import Clock
    from simulator.world.nodes import Node
    from simulator.world.pods import Pod


@dataclass(frozen=True, slots=True, kw_only=True)
class PodNeeds:
    """What every pod of the service asks of its node."""

    image: str
    cpu_milli: int
    memory_bytes: int
    anti_affinity: bool
    """Whether a node with another pod of the service will not do."""


def fits(node: Node, needs: PodNeeds) -> bool:
    """Tell whether *node* has room for one more pod."""
    count = len(node.pods)
    usable = node.schedulable and node.there and not node.broken
    if not usable or (needs.anti_affinity and count > 0):
        return False
    cpu, memory = (count + 1) * needs.cpu_milli, (count + 1) * needs.memory_bytes
    return cpu <= node.cpu_milli and memory <= node.memory_bytes


def choose(nodes: Sequence[Node], needs: PodNeeds) -> Node | None:
    """Choose a node for one more pod; ``None`` when none has room."""
    candidates = [node for node in nodes if fits(node, needs)]
    if not candidates:
        return None
    return min(
        candidates,
        key=lambda node: (needs.image not in node.images, len(node.pods)),
    )


class Scheduler:
    """The queue of pending pods, and the passes over it."""

    def __init__(
        self,
        clock: Clock,
        nodes: Sequence[Node],
        needs: PodNeeds,
        *,
        delay_seconds: float,
        on_bound: Callable[[Pod], None],
    ) -> None:
        """Schedule onto *nodes*; *on_bound* is told of every pod that got one."""
        self._clock = clock
        self._nodes = nodes
        self._needs = needs
        self._delay = delay_seconds
        self._on_bound = on_bound
        self._queue: list[Pod] = []
        self._provision_seconds: float | None = None

    def order_nodes(self, provision_seconds: float) -> None:
        """Add nodes for pods without room, each so long after it was ordered."""
        self._provision_seconds = provision_seconds

    def submit(self, pod: Pod) -> None:
        """Take a new pod into the queue."""
        self._queue.append(pod)
        self.look_again()

    def withdraw(self, pod: Pod) -> None:
        """Forget a pod that is deleted before it got a node."""
        self._queue.remove(pod)

    def look_again(self) -> None:
        """Plan a pass over the queue: something has changed."""
        if self._queue:
            self._clock.after(self._delay, self._pass)

    def bind(self, pod: Pod, node: Node) -> None:
        """Give *pod* its node."""
        pod.node = node
        pod.image_present = self._needs.image in node.images
        pod.milestones[Milestone.SCHEDULED] = self._clock.now
        node.pods.append(pod)

    def _pass(self) -> None:
        """Bind what can be bound, in the order of creation."""
        waiting, self._queue = self._queue, []
        for pod in waiting:
            node = choose(self._nodes, self._needs)
            if node is None:
                self._queue.append(pod)
            else:
                self.bind(pod, node)
                self._on_bound(pod)
        self._order()

    def _order(self) -> None:
        """Order as many nodes as pods wait, less those that are under way.

        One pod each: what several would share is left to the next order.
        """
        if self._provision_seconds is None:
            return
        under_way = sum(node.ordered for node in self._nodes)
        missing = [n for n in self._nodes if not n.there and not n.ordered]
        for node in missing[: max(0, len(self._queue) - under_way)]:
            node.ordered = True
            self._clock.after(self._provision_seconds, partial(self._arrive, node))

    def _arrive(self, node: Node) -> None:
        node.there, node.ordered = True, False
        self.look_again()
