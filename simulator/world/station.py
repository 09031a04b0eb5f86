"""One replica's queue: first come, first served, by several servers.

A request's times follow from when the servers become free, at its arrival; there
is no event for its end. Where requests come from is ``requests``' business.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field


@dataclass(slots=True)
class Station:
    """Servers and the requests that wait for them. Times are seconds."""

    servers: int
    queue: int | None = None
    """How many may wait."""

    patience: float = float("inf")
    """How long one waits before giving up."""

    _free: list[float] = field(default_factory=list)
    _begins: list[float] = field(default_factory=list)
    """When those that may wait begin: a heap, cleared as time passes."""

    _ends: list[float] = field(default_factory=list)
    finished: int = 0
    """How many are done, as far as ``settle`` was told the time."""

    def __post_init__(self) -> None:
        """Free all servers."""
        self._free = [float("-inf")] * self.servers

    def arrive(self, now: float, service: float) -> float | None:
        """Take a request that needs so much *service*; give when it is done.

        ``None`` when it is refused or gives up.

        >>> station = Station(1, patience=2.0)
        >>> [station.arrive(0.0, 3.0), station.arrive(1.0, 1.0), station.arrive(1.5, 1)]
        [3.0, 4.0, None]
        """
        begins = self._begins
        while begins and begins[0] <= now:
            heapq.heappop(begins)
        if self.queue is not None and len(begins) >= self.queue and self._free[0] > now:
            return None
        start = max(now, self._free[0])
        if start - now > self.patience:
            return None
        end = start + service
        heapq.heapreplace(self._free, end)
        if start > now:
            heapq.heappush(begins, start)
        heapq.heappush(self._ends, end)
        return end

    def settle(self, now: float) -> None:
        """Count those that are done by *now*."""
        ends = self._ends
        while ends and ends[0] <= now:
            heapq.heappop(ends)
            self.finished += 1

    def kill(self, now: float) -> int:
        """Drop all that is not done by *now*; give how many that were."""
        self.settle(now)
        dropped = len(self._ends)
        self._ends.clear()
        self._begins.clear()
        self._free = [now] * self.servers
        return dropped

    @property
    def inside(self) -> int:
        """How many are waiting or served, as far as ``settle`` was told the time."""
        return len(self._ends)
