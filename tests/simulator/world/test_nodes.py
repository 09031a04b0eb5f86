"""Nodes are made from their pools, in order."""

from __future__ import annotations

from simulator.sections.cluster import NodePool
from simulator.world.nodes import nodes_of


def test_nodes_are_numbered_within_their_pool_and_have_its_room() -> None:
    pools = (
        NodePool(name="master", count=1, cpu="2", memory="4G", schedulable=False),
        NodePool(name="node", count=2, cpu="3500m", memory="8Gi"),
    )
    nodes = nodes_of(pools)
    assert [node.name for node in nodes] == ["master-1", "node-1", "node-2"]
    assert [node.schedulable for node in nodes] == [False, True, True]
    assert nodes[1].cpu_milli == 3500
    assert nodes[1].memory_bytes == 8 * 2**30
    assert not nodes[1].images
