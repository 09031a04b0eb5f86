"""The nodes: their room, their links, and the images that they have.

Which pod goes where is the scheduler's business, what a node does with it the
kubelet's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from octoscale.core.quantity import Quantity

if TYPE_CHECKING:
    from simulator.sections.cluster import NodePool
    from simulator.world.pods import Pod


@dataclass(slots=True, eq=False)
class Node:
    """One node."""

    name: str
    cpu_milli: int
    memory_bytes: int
    schedulable: bool = True
    images: set[str] = field(default_factory=set)
    """The images that need no pull here."""

    there: bool = True
    """Whether it exists: a node autoscaler may still add it."""

    ordered: bool = False
    """Whether the node autoscaler is about to add it."""

    broken: bool = False
    """Whether it is unreachable; no pod is scheduled to it then."""

    pods: list[Pod] = field(default_factory=list)
    """Those bound to it, terminating ones too."""


def nodes_of(pools: tuple[NodePool, ...]) -> list[Node]:
    """Make the nodes of *pools*, in their order.

    >>> from simulator.sections.cluster import NodePool
    >>> [node.name for node in nodes_of((NodePool(name="node", count=2),))]
    ['node-1', 'node-2']
    """
    return [
        Node(
            name=f"{pool.name}-{number}",
            cpu_milli=Quantity.parse(pool.cpu).milli_value
            - Quantity.parse(pool.reserved_cpu).milli_value,
            memory_bytes=Quantity.parse(pool.memory).value
            - Quantity.parse(pool.reserved_memory).value,
            schedulable=pool.schedulable,
            there=number <= pool.count,
        )
        for pool in pools
        for number in range(1, max(pool.count, pool.most or 0) + 1)
    ]
