"""One replica: what it is called, where it runs, and what has happened to it.

Only the record. Who moves it along is the scheduler and the kubelet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from octoscale.core.phases import Milestone

if TYPE_CHECKING:
    from simulator.world.bandwidth import Transfer
    from simulator.world.nodes import Node


@dataclass(slots=True, eq=False)
class Pod:
    """One pod of the service, from its creation until nothing of it is left."""

    number: int
    """Counts the pods of a run, from 1."""

    name: str
    milestones: dict[Milestone, float] = field(default_factory=dict)
    """When each moment of its start came."""

    node: Node | None = None
    image_present: bool | None = None
    """Whether its node had the image already; ``None`` before it had a node."""

    pulled_bytes: float = 0.0
    """Bytes of the image that its node received for it, as last settled."""

    transfer: Transfer | None = None
    """The pull that goes on at this moment."""

    answers: bool = False
    """Whether its program answers: clients, probes and scrapes."""

    down: bool = False
    """Whether it has stopped working: killed, or its node is out of reach."""

    deleted_at: float | None = None
    gone_at: float | None = None

    def reached(self, milestone: Milestone) -> bool:
        """Tell whether a moment of its start has come."""
        return milestone in self.milestones

    @property
    def active(self) -> bool:
        """Whether it counts as a replica: it is not being deleted."""
        return self.deleted_at is None

    @property
    def runs(self) -> bool:
        """Whether its containers run: its phase is Running, not Pending."""
        return self.gone_at is None and Milestone.CONTAINERS_STARTED in self.milestones

    @property
    def ready(self) -> bool:
        """Whether its Ready condition is true."""
        return (
            Milestone.READY in self.milestones
            and self.deleted_at is None
            and not self.down
        )

    @property
    def serving(self) -> bool:
        """Whether it has served a request, and is not being deleted."""
        return self.reached(Milestone.FIRST_REQUEST) and self.active
