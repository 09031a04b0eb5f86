"""One node out of reach: what its pods do, and when the control plane notices.

Follows Kubernetes' defaults: a silent node counts as lost after 40 s, and its
pods are given up 300 s after that. When it comes back, what was given up ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.clock import Clock
    from simulator.sections.faults import Fault
    from simulator.world.deployment import Deployment
    from simulator.world.kubelet import Kubelet
    from simulator.world.nodes import Node

NOTICED_SECONDS = 40.0
"""The node controller's --node-monitor-grace-period."""

TOLERATED_SECONDS = 300.0
"""The default toleration of node.kubernetes.io/unreachable."""


class NodeOutage:
    """Takes the first node with a replica away for a while."""

    def __init__(self, clock: Clock, nodes: Sequence[Node], kubelet: Kubelet) -> None:
        self._clock = clock
        self._nodes = nodes
        self._kubelet = kubelet

    def plan(self, fault: Fault, deployment: Deployment) -> None:
        """Plan one outage, as *fault* says."""
        self._clock.at(fault.at_seconds, lambda: self._begin(fault, deployment))

    def _begin(self, fault: Fault, deployment: Deployment) -> None:
        node = next((node for node in self._nodes if node.pods), None)
        if node is None:
            return
        node.broken = True
        for pod in node.pods:
            self._kubelet.lose(pod)
        self._clock.after(NOTICED_SECONDS, lambda: self._notice(node, deployment))
        self._clock.after(fault.for_seconds, lambda: self._end(node))

    def _notice(self, node: Node, deployment: Deployment) -> None:
        if not node.broken:
            return
        for pod in node.pods:
            self._kubelet.give_up(pod)
        self._clock.after(TOLERATED_SECONDS, lambda: self._give_up(node, deployment))

    def _give_up(self, node: Node, deployment: Deployment) -> None:
        if node.broken:
            for pod in node.pods:
                if pod.active:
                    deployment.evict(pod)

    def _end(self, node: Node) -> None:
        node.broken = False
        for pod in list(node.pods):
            self._kubelet.come_back(pod)
