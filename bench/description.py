"""What a driver says of itself and its cluster, for the report.

The port that drivers fill is in ``bench.drivers.base``.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.parameter import (
    Parameter,  # noqa: TC001 (report.json is read through these annotations)
)
from octoscale.core.phases import Milestone  # noqa: TC001 (same)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverDescription:
    """What a report says about the cluster that it was measured on."""

    name: str
    """As ``--driver`` takes it."""

    simulated: bool
    """Whether its seconds are a model's. Every output then says so first."""

    cluster: str
    """The cluster in one line: nodes, versions, where it stands."""

    cannot_observe: dict[Milestone, str]
    """The milestones that this cluster never shows, each with the reason."""

    parameters: tuple[Parameter, ...]
    """Every figure that shapes the result, with its source."""
