"""The two clocks of a cluster, side by side: watch arrival and server timestamp.

What was read by which is kept; nothing is moved from one clock to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bench.observation import Clock, NotObserved, Stamp

if TYPE_CHECKING:
    from bench.observation import Moment

ARRIVAL = Clock(name="watch arrival", resolution_seconds=0.001)
"""When a watch told us, by our monotonic clock: late by the way to us."""

SERVER = Clock(name="server timestamp", resolution_seconds=1.0)
"""What the cluster wrote down, in whole seconds: API server, scheduler and
kubelets each by a clock of their own."""

GAP = NotObserved("the watch had a gap when it happened, and no time is written down")
"""What a listing after a gap shows without a timestamp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zero:
    """A repeat's beginning, by both clocks: the creation of its scale target."""

    arrival: float
    """Seconds of our monotonic clock."""

    server: float
    """Seconds since 1970, as the API server wrote them: exact to one second."""

    def arrived(self, monotonic: float) -> float:
        """Give seconds since the beginning, by watch arrival."""
        return monotonic - self.arrival

    def written(self, text: str | None) -> float | None:
        """Give seconds since the beginning, by a server's timestamp."""
        moment = epoch(text)
        return None if moment is None else moment - self.server

    def stamp(self, monotonic: float, text: str | None, *, late: bool) -> Moment:
        """Stamp what a watch told at *monotonic* and the cluster dates *text*.

        *late*: it came in a listing after a gap, so that its arrival says nothing
        about when it happened.

        >>> zero = Zero(arrival=100.0, server=0.0)
        >>> zero.stamp(102.5, "1970-01-01T00:00:02Z", late=False)
        Stamp(seconds=2.5, clock='watch arrival', also={'server timestamp': 2.0})
        >>> zero.stamp(102.5, None, late=True) is GAP
        True
        """
        written = self.written(text)
        if late:
            return GAP if written is None else Stamp(seconds=written, clock=SERVER.name)
        also = {} if written is None else {SERVER.name: written}
        return Stamp(seconds=self.arrived(monotonic), clock=ARRIVAL.name, also=also)


def epoch(text: str | None) -> float | None:
    """Read a timestamp of the API; ``None`` where there is none, or no such thing.

    >>> epoch("1970-01-01T00:00:02Z"), epoch("1970-01-01T00:00:02.5Z"), epoch(None)
    (2.0, 2.5, None)
    """
    try:
        return datetime.fromisoformat(text).timestamp() if text else None
    except ValueError:
        return None
