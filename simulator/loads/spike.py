"""A load that jumps up for a while, and back again."""

from typing import Literal

from pydantic import Field

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section


class Spike(Section):
    """A load of *base* that is *peak* for *for_seconds*.

    >>> spike = Spike(
    ...     shape="spike", unit="requests/s", peak=90, at_seconds=60, for_seconds=10
    ... )
    >>> spike.course().at(65), spike.course().at(70)
    (90.0, 0.0)
    """

    shape: Literal["spike"]
    unit: LoadUnit
    base: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """In the load's unit."""

    peak: float = Field(ge=0, allow_inf_nan=False)
    at_seconds: float = Field(ge=0, allow_inf_nan=False)
    """When the peak begins."""

    for_seconds: float = Field(gt=0, allow_inf_nan=False)
    """How long it lasts."""

    def course(self) -> Polyline:
        """Give the load over time."""
        end = self.at_seconds + self.for_seconds
        return Polyline(
            (
                (self.at_seconds, self.base),
                (self.at_seconds, self.peak),
                (end, self.peak),
                (end, self.base),
            )
        )
