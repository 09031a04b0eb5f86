"""A load that jumps once to another level: the paper's experiment."""

from typing import Literal

from pydantic import Field

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section


class Step(Section):
    """A load that jumps from *before* to *after*, and stays there.

    >>> step = Step(shape="step", unit="connections", after=1800, at_seconds=60)
    >>> step.course().at(59.9), step.course().at(60)
    (0.0, 1800.0)
    """

    shape: Literal["step"]
    unit: LoadUnit
    before: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """In the load's unit."""

    after: float = Field(ge=0, allow_inf_nan=False)
    at_seconds: float = Field(ge=0, allow_inf_nan=False)
    """When it jumps."""

    def course(self) -> Polyline:
        """Give the load over time."""
        return Polyline(((self.at_seconds, self.before), (self.at_seconds, self.after)))
