"""The report of a run: everything that was observed, and how it was run.

Raw facts only; what is computed from them is in ``bench.results``, how they are
shown and saved in ``bench.reporting``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bench.description import (
    DriverDescription,  # noqa: TC001 (report.json is read through these annotations)
)
from bench.observation import Observation  # noqa: TC001 (same)
from bench.plan import Plan  # noqa: TC001 (same)

FORMAT = 1
"""The version of ``report.json``; raised when a reader would misread it."""


class StopKind(StrEnum):
    """Why a run ended before its last repeat."""

    INTERRUPTED = "interrupted"
    LOST = "lost"
    """The cluster, or something that the driver needs, went away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The early end of a run. What was measured before it stays."""

    kind: StopKind
    during: str
    """Which repeat was lost: ``big, repeat 3 of 5``."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run of one plan on one cluster."""

    octoscale: str
    """The version that measured."""

    started: str
    """Date and time in UTC, as ISO 8601."""

    seed: int
    """What the seeds of the repeats derive from."""

    plan: Plan
    """As it was run: with the images and repeats that were asked for."""

    driver: DriverDescription
    observations: tuple[Observation, ...]
    """In the order in which they were made."""

    stop: Stop | None = None
    """``None`` when every repeat was run."""

    @property
    def simulated(self) -> bool:
        """Whether the seconds are a model's."""
        return self.driver.simulated


def notice(report: Report) -> str:
    """Say in one line what kind of figures these are; every output begins so."""
    if report.simulated:
        return (
            "simulated: these are a model's seconds; nothing here was measured on "
            "a cluster"
        )
    return f"measured on {report.driver.cluster}"
