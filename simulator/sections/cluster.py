"""The nodes, their links, the registry's link, and the control plane's delays."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator

from octoscale.core.quantity import Quantity
from simulator.parameter import Bandwidth, Seconds, Section, assumed


class NodePool(Section):
    """Nodes of one kind, called ``<name>-1``, ``<name>-2`` and so on."""

    name: str = Field(min_length=1)
    count: int = Field(ge=1)
    cpu: str = "4"
    """Of one node, as a Kubernetes quantity."""

    memory: str = "8G"
    """Of one node, as a Kubernetes quantity."""

    schedulable: bool = True
    """False for nodes that only run the control plane."""

    link_bytes_per_second: Bandwidth = assumed(
        125e6, "bytes/s", "1 Gbit/s; the paper does not state its network"
    )
    """What one node can receive."""

    @field_validator("cpu", "memory")
    @classmethod
    def _is_quantity(cls, text: str) -> str:
        Quantity.parse(text)
        return text


class ClusterSection(Section):
    """Where the replicas run, and from where they get their image."""

    pools: tuple[NodePool, ...] = (NodePool(name="node", count=8),)
    anti_affinity: bool = True
    """At most one replica a node, as in the paper's experiment."""

    registry_bytes_per_second: Bandwidth = assumed(
        125e6, "bytes/s", "1 Gbit/s; the paper does not state its registry"
    )
    """What the registry can send, shared by all pulls of one moment."""

    workload_seconds: Seconds = assumed(
        0.1, "s", "a Deployment's and a ReplicaSet's controller, one after the other"
    )
    """From a changed scale to new pod objects."""

    scheduling_seconds: Seconds = assumed(
        0.1, "s", "one pass of the scheduler over a few nodes"
    )
    """From a pod object, or a node that becomes free, to a binding."""

    @model_validator(mode="after")
    def _names_differ(self) -> ClusterSection:
        names = [pool.name for pool in self.pools]
        if len(set(names)) < len(names):
            raise ValueError("two node pools have the same name")
        if not any(pool.schedulable for pool in self.pools):
            raise ValueError("no node pool is schedulable")
        return self
