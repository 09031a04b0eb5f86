"""The same load all the time."""

from typing import Literal

from pydantic import Field

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section


class Constant(Section):
    """A load that never changes.

    >>> Constant(shape="constant", unit="connections", level=5).course().at(100)
    5.0
    """

    shape: Literal["constant"]
    unit: LoadUnit
    level: float = Field(ge=0, allow_inf_nan=False)
    """In the load's unit."""

    def course(self) -> Polyline:
        """Give the load over time."""
        return Polyline(((0.0, self.level),))
