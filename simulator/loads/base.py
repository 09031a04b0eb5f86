"""What a load shape is: its unit, and its course as a polyline.

Where the load goes, and who serves it, is the world's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from simulator.loads.polyline import Polyline

LoadUnit = Literal["connections", "requests/s"]
"""What is counted: connections held at one time, or requests in a second."""


class LoadShape(Protocol):
    """One load, for the whole of a run."""

    @property
    def unit(self) -> LoadUnit:
        """What the load counts."""
        ...

    def course(self) -> Polyline:
        """Give the load over time; beyond its knots it stays as at the last."""
        ...
