"""Single customers: how long they take, how many at a time, how patient they are.

Only for the *requests* load model.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.parameter import Interval, Ratio, Seconds, Section, assumed


class RequestsSection(Section):
    """How each replica serves single requests."""

    service_seconds: Interval = assumed(0.05, "s", "a small web service, on average")
    """What one request takes, when it does not wait."""

    distribution: Literal["exponential", "deterministic", "lognormal"] = "exponential"
    """Of that time."""

    variation: Ratio = assumed(1.0, "ratio", "as an exponential distribution")
    """Standard deviation over mean; for *lognormal* only."""

    concurrency: int = Field(default=4, ge=1, le=100_000)
    """How many requests one replica works on at a time."""

    queue: int | None = Field(default=None, ge=0)
    """How many may wait at one replica; the rest is refused. ``None``: all."""

    timeout_seconds: Seconds = assumed(30.0, "s", "a common default of clients")
    """A client that has waited so long gives up; 0: never."""

    late_seconds: Seconds = assumed(1.0, "s", "what people find slow")
    """A response that takes longer counts as late."""

    keep_alive_requests: int = Field(default=1, ge=1)
    """So many requests of one connection go to the same replica."""
