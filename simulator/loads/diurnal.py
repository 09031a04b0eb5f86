"""A load that swings between night and day."""

import math
from typing import Literal

from pydantic import Field, model_validator

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section
from simulator.streams import Streams

KNOTS_A_PERIOD = 96
"""Straight pieces of one period: a quarter of an hour each, for a day."""


class Diurnal(Section):
    """A load that goes from *low* up to *high* and back, once a period (a cosine).

    >>> day = Diurnal(shape="diurnal", unit="requests/s", low=100, high=500)
    >>> day.course().at(14 * 3600), day.course().at(2 * 3600)
    (500.0, 100.0)
    """

    shape: Literal["diurnal"]
    unit: LoadUnit
    low: float = Field(ge=0, allow_inf_nan=False)
    """In the load's unit."""

    high: float = Field(ge=0, allow_inf_nan=False)
    period_seconds: float = Field(default=86_400.0, gt=0, allow_inf_nan=False)
    peak_at_seconds: float = Field(default=50_400.0, ge=0, allow_inf_nan=False)
    """When in each period the load is at *high*: two in the afternoon."""

    periods: int = Field(default=7, ge=1, le=1000)
    """After so many the load stays as it is."""

    noise_ratio: float = Field(default=0.0, ge=0, le=1, allow_inf_nan=False)
    """How far the load lies from the curve, at most; uniform, at each knot."""

    noise_seed: int = 0
    """Another number gives another noise; a run's own seed does not matter."""

    @model_validator(mode="after")
    def _in_order(self) -> "Diurnal":
        if self.high < self.low:
            raise ValueError("high should not be below low")
        return self

    def course(self) -> Polyline:
        """Give the load over time."""
        stream = Streams(self.noise_seed).stream("load", "diurnal")
        step = self.period_seconds / KNOTS_A_PERIOD
        knots = []
        for number in range(self.periods * KNOTS_A_PERIOD + 1):
            time = number * step
            turn = math.tau * (time - self.peak_at_seconds) / self.period_seconds
            share = (1 + math.cos(turn)) / 2
            level = self.low + (self.high - self.low) * share
            noise = stream.uniform(-self.noise_ratio, self.noise_ratio)
            knots.append((time, level * (1 + noise)))
        return Polyline(tuple(knots))
