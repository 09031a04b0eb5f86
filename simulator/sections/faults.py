"""What breaks in a run: which part, from when, for how long.

What each breakage does to its part is in ``simulator.world.faults``.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from simulator.parameter import Section

FaultKind = Literal[
    "metric_lost",
    "metric_zero",
    "metric_stale",
    "metric_partial",
    "metric_late",
    "metric_nan",
    "prometheus",
    "adapter",
    "api_server",
    "node",
]
"""The metric's six: exporters answer without the series; with 0; with what they
said last; every second pod's does not answer; samples arrive late; with NaN.
Then: Prometheus, the adapter, the API server does not answer; one node is gone."""

KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
"""All of them, in the order of the chain."""


class Fault(Section):
    """One part that does not work for a while."""

    kind: FaultKind
    at_seconds: float = Field(ge=0, allow_inf_nan=False)
    """When it breaks."""

    for_seconds: float = Field(gt=0, allow_inf_nan=False)
    """How long it stays broken."""

    late_seconds: float = Field(default=60.0, ge=0, allow_inf_nan=False)
    """How late samples are; for ``metric_late`` only."""
