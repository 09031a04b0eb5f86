"""How a demo is run: its service, its load, its periods and its patience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from octoscale.core.errors import UsageError

SERVICE = "demo-web"
"""Names the Deployment, its pods' label ``app``, the HPA and the scrape job."""

NAMESPACE = "default"
SERIES = "demo_web_process_open_fds"
"""What the process exporter says, and what the HPA compares."""

IDLE_DESCRIPTORS = 9
"""Open descriptors of a demo service without any connection, as seen on Linux."""

PREFIX = "demo_web"
MOST_CONNECTIONS = 5000
"""Each takes a few descriptors of this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSettings:
    """One demo's settings; times are seconds."""

    max_replicas: int = 8
    target: int = 100
    """Open descriptors that the HPA wants for each pod, on average."""

    connections: int = 850
    """How many clients keep a connection open while there is load."""

    load: Literal["built-in", "hey"] = "built-in"
    settle_seconds: float = 10.0
    """From the first good sync until the load begins."""

    load_seconds: float = 45.0
    """How long the load lasts at least; it stays until the goal is reached."""

    sync_seconds: float = 5.0
    scrape_seconds: float = 2.0
    stabilization_seconds: float = 15.0
    """The controller's stabilization window for scaling down."""

    limit_seconds: float = 120.0
    """How long each way, up and back, may take."""

    keep: bool = False
    """Whether to stay, idle, when it is back at one replica."""

    def __post_init__(self) -> None:
        """Refuse what makes no sense; raises ``UsageError``."""
        if not 2 <= self.max_replicas <= 50:
            raise UsageError("a demo has from 2 to 50 replicas")
        if not 1 <= self.connections <= MOST_CONNECTIONS:
            raise UsageError(f"a demo has from 1 to {MOST_CONNECTIONS} connections")
        if self.target < 2 * IDLE_DESCRIPTORS:
            raise UsageError(
                f"an idle service has about {IDLE_DESCRIPTORS} open descriptors: "
                f"take a metric target of at least {2 * IDLE_DESCRIPTORS}"
            )
        if min(self.sync_seconds, self.scrape_seconds) < 1:
            raise UsageError("sync and scrape periods are at least a second")
        if min(self.load_seconds, self.limit_seconds) <= 0:
            raise UsageError("the load's time and the limit are longer than 0 s")
        wanted = self.connections / self.target
        if wanted <= (self.max_replicas - 1) * 1.1:
            least = round((self.max_replicas - 1) * self.target * 1.1) + 1
            raise UsageError(
                f"{self.connections} connections never need {self.max_replicas} "
                f"replicas of {self.target} descriptors each",
                hint=f"take at least {least} connections, or a smaller target",
            )
