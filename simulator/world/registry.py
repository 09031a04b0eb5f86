"""The registry and the links to it: who may receive how much at one moment.

The sharing itself is in ``simulator.world.bandwidth``; what a node does with
the bytes in ``simulator.world.pull``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.world.bandwidth import Network

if TYPE_CHECKING:
    from simulator.clock import Clock
    from simulator.sections.cluster import ClusterSection
    from simulator.world.bandwidth import Transfer
    from simulator.world.nodes import Node

_UPLINK = "registry"


class Registry:
    """Where images come from: one link out, and one into every node."""

    def __init__(self, clock: Clock, cluster: ClusterSection) -> None:
        links = {_UPLINK: cluster.registry_bytes_per_second.value}
        for name, pool in cluster.names:
            links[f"node/{name}"] = pool.link_bytes_per_second.value
        self._network = Network(clock, links)

    def send(self, size: float, node: Node) -> Transfer:
        """Begin to send *size* bytes to *node*."""
        return self._network.transfer(size, (_UPLINK, f"node/{node.name}"))

    def abort(self, transfer: Transfer) -> None:
        """Stop sending; what is under way to others speeds up."""
        self._network.abort(transfer)

    def received(self, transfer: Transfer) -> float:
        """Tell how many bytes of *transfer* have arrived."""
        return self._network.received(transfer)
