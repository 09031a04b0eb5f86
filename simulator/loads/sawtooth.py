"""A load that grows steadily and falls at once, again and again."""

from typing import Literal

from pydantic import Field

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section


class Sawtooth(Section):
    """A load that climbs from *low* to *high* in each period, then drops.

    >>> saw = Sawtooth(
    ...     shape="sawtooth", unit="requests/s", high=90, period_seconds=60, periods=2
    ... )
    >>> [saw.course().at(time) for time in (30, 59.9999, 60, 90, 200)]
    [45.0, 89.99985, 0.0, 45.0, 0.0]
    """

    shape: Literal["sawtooth"]
    unit: LoadUnit
    low: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """In the load's unit."""

    high: float = Field(ge=0, allow_inf_nan=False)
    period_seconds: float = Field(gt=0, allow_inf_nan=False)
    periods: int = Field(ge=1, le=100_000)
    """How many teeth there are."""

    def course(self) -> Polyline:
        """Give the load over time."""
        knots = [(0.0, self.low)]
        for number in range(1, self.periods + 1):
            end = number * self.period_seconds
            knots += [(end, self.high), (end, self.low)]
        return Polyline(tuple(knots))
