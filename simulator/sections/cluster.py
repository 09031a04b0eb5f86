"""The nodes, their links, the registry's link, and the control plane's delays."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator

from octoscale.core.quantity import Quantity
from simulator.parameter import Bandwidth, Seconds, Section, assumed


class NodePool(Section):
    """Nodes of one kind, called ``<name>-1``, ``<name>-2`` and so on."""

    name: str = Field(min_length=1)
    count: int = Field(ge=1)
    most: int | None = Field(default=None, ge=1)
    """Up to how many nodes a node autoscaler adds; ``None``: none."""

    reserved_cpu: str = "0"
    """What system and daemon pods take of one node's CPU."""

    reserved_memory: str = "0"
    """What system and daemon pods take of one node's memory."""

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

    @field_validator("cpu", "memory", "reserved_cpu", "reserved_memory")
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

    provision_seconds: Seconds = assumed(
        120.0, "s", "a cloud's virtual machine, from its order to a ready node"
    )
    """From a pod that no node has room for until a new node is ready."""

    parallel_pulls: bool = True
    """Whether a node pulls for several pods at one time. The kubelet's default
    (serializeImagePulls) is one after the other."""

    workload_seconds: Seconds = assumed(
        0.1, "s", "a Deployment's and a ReplicaSet's controller, one after the other"
    )
    """From a changed scale to new pod objects."""

    scheduling_seconds: Seconds = assumed(
        0.1, "s", "one pass of the scheduler over a few nodes"
    )
    """From a pod object, or a node that becomes free, to a binding."""

    @property
    def names(self) -> list[tuple[str, NodePool]]:
        """Give every node that there may be, with its pool."""
        return [
            (f"{pool.name}-{number}", pool)
            for pool in self.pools
            for number in range(1, max(pool.count, pool.most or 0) + 1)
        ]

    @model_validator(mode="after")
    def _names_differ(self) -> ClusterSection:
        names = [pool.name for pool in self.pools]
        if len(set(names)) < len(names):
            raise ValueError("two node pools have the same name")
        if not any(pool.schedulable for pool in self.pools):
            raise ValueError("no node pool is schedulable")
        return self
