"""A load that grows, or falls, in a straight line from one level to another."""

from typing import Literal

from pydantic import Field

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section


class Ramp(Section):
    """A load that goes from *before* to *after* in *over_seconds*.

    >>> ramp = Ramp(
    ...     shape="ramp", unit="requests/s", after=100, at_seconds=60, over_seconds=20
    ... )
    >>> ramp.course().at(70)
    50.0
    """

    shape: Literal["ramp"]
    unit: LoadUnit
    before: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """In the load's unit."""

    after: float = Field(ge=0, allow_inf_nan=False)
    at_seconds: float = Field(ge=0, allow_inf_nan=False)
    """When it begins to change."""

    over_seconds: float = Field(gt=0, allow_inf_nan=False)
    """How long the change takes."""

    def course(self) -> Polyline:
        """Give the load over time."""
        end = self.at_seconds + self.over_seconds
        return Polyline(((self.at_seconds, self.before), (end, self.after)))
