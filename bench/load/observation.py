"""What the runs of a load test showed: raw figures, nothing computed or filled in.

Averages, curves and goals are in ``bench.load.results``.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.hey.report import HeyReport  # noqa: TC001 (load.json is read through these)
from bench.load.matrix import Cell  # noqa: TC001 (same)
from bench.load.plan import LoadPlan  # noqa: TC001 (same)
from bench.observation import NotObserved  # noqa: TC001 (same)

FORMAT = 1
"""The version of a load test's ``report.json``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A run that gave no figures, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRun:
    """One run of hey."""

    cell: Cell
    repeat: int
    """Counts from 1."""

    started: str
    """Date and time in UTC, as ISO 8601."""

    seconds: float
    """hey's whole life by our clock, its start included."""

    planned: int | None
    """Requests that hey sends for such a shape: its workers do n div c each. ``None``
    for a duration."""

    outcome: HeyReport | Failure
    cut_short: bool
    """Whether it was stopped because its time was over."""

    pods: tuple[float, ...] | NotObserved
    """What each pod's counter rose by, in the order of the plan's exporters."""

    owner: str
    """Who listened at the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """One load test."""

    octoscale: str
    """The version that measured."""

    started: str
    """Date and time in UTC, as ISO 8601."""

    generator: str
    """What sent the load, and where it ran."""

    plan: LoadPlan
    """As it was run, with the addresses that were given."""

    runs: tuple[LoadRun, ...]
    """In the order in which they were made."""

    left_out: tuple[str, ...]
    """Setups of the plan that had no address."""

    stop: str = ""
    """Why it ended before its last run; empty when it did not."""

    interrupted: bool = False
    """Whether a signal ended it."""


def notice(report: LoadReport) -> str:
    """Say in one line what kind of figures these are; every output begins so."""
    return f"measured with {report.generator}"
