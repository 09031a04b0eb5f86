"""The port to a cluster: what a bench asks of one, simulated or real.

The bench never asks which driver it has: everything that differs is in the
description or in the observation. Drivers live beside this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from bench.description import DriverDescription
    from bench.observation import Observation
    from bench.parameter import Parameter
    from bench.plan import Image, Plan
    from bench.progress import Say


class ClusterDriver(Protocol):
    """A cluster on which repeats of a plan are run, one at a time.

    A driver leaves its cluster as it found it: ``close`` is called whatever
    happens, and may be called twice.
    """

    def describe(self) -> DriverDescription:
        """Say what this is. Possible before ``prepare`` and without a network."""

    def prepare(self, plan: Plan, images: tuple[Image, ...]) -> None:
        """Check that all repeats can be run, and set up what they share.

        Raises ``EnvironmentMissingError`` when a link is missing, and
        ``UsageError`` or ``InputError`` when the plan does not fit the cluster.
        """

    def run_repeat(
        self, plan: Plan, image: Image, repeat: int, *, seed: int, progress: Say
    ) -> Observation:
        """Start at the plan's smallest size, raise the load, look until the end.

        It ends when the goal's last pod has served its first request, when the
        time limit is over, or when nothing more can be seen. A missed goal is
        an observation like any other, not an error. *seed* decides whatever
        the driver decides by chance.

        Raises ``EnvironmentMissingError`` when the cluster is lost.
        """

    def close(self) -> None:
        """Remove everything that this driver made."""


Settings: TypeAlias = Mapping[str, str]
"""What the user set: names and texts, as ``--set`` takes them."""

MakeDriver: TypeAlias = Callable[[Settings], ClusterDriver]
"""Builds a driver from its settings; raises ``UsageError`` for wrong ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRow:
    """One driver in the table: its name, what it is, and how it is made."""

    name: str
    summary: str
    make: MakeDriver
    settings: Callable[[], tuple[Parameter, ...]]
    """Lists what can be set, with its default and source."""
