"""A load of bursts, few of them very large (a Pareto distribution)."""

from typing import Literal

from pydantic import Field

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section
from simulator.streams import Streams


class HeavyTail(Section):
    """A load that jumps to another level in every interval.

    The levels follow a Pareto distribution whose smallest value is *base*: the
    smaller *alpha*, the heavier its tail. *most* cuts it off.

    >>> bursts = HeavyTail(
    ...     shape="heavy_tail", unit="requests/s", base=10, most=500, for_seconds=600
    ... )
    >>> levels = [bursts.course().at(time) for time in range(0, 600, 60)]
    >>> min(levels) >= 10, max(levels) <= 500, len(set(levels))
    (True, True, 10)
    """

    shape: Literal["heavy_tail"]
    unit: LoadUnit
    base: float = Field(gt=0, allow_inf_nan=False)
    """The smallest level, in the load's unit."""

    most: float = Field(gt=0, allow_inf_nan=False)
    """The largest level."""

    alpha: float = Field(default=1.5, gt=0, allow_inf_nan=False)
    """The tail's index; below 2 the variance is infinite but for *most*."""

    interval_seconds: float = Field(default=60.0, gt=0, allow_inf_nan=False)
    """How long each level lasts."""

    for_seconds: float = Field(gt=0, allow_inf_nan=False)
    """Then the load stays at *base*."""

    seed: int = 0
    """Another number gives other bursts; a run's own seed does not matter."""

    def course(self) -> Polyline:
        """Give the load over time."""
        stream = Streams(self.seed).stream("load", "heavy_tail")
        knots: list[tuple[float, float]] = []
        time, number = 0.0, 0
        while time < self.for_seconds:
            level = min(self.most, self.base * stream.paretovariate(self.alpha))
            number += 1
            end = min(number * self.interval_seconds, self.for_seconds)
            knots += [(time, level), (end, level)]
            time = end
        return Polyline((*knots, (time, self.base)))
