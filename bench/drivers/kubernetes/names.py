"""What everything of one run is called, and the labels by which it is found again.

Names only. Which objects there are is in ``objects``; removing them is ``cleanup``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bench.scenarios import SERVICE

MANAGED_BY = "app.kubernetes.io/managed-by"
"""Kubernetes' label for the tool that made an object."""

TOOL = "octoscale-bench"
"""The value of that label on all that a bench makes."""

RUN = "octoscale.bench/run"
"""The label that holds a run's id."""

REPEAT = "octoscale.bench/repeat"
"""The label that tells the pods of one repeat from those of others."""

ROLE = "octoscale.bench/role"
"""The label that tells what a pod is for."""

SERVICE_ROLE = "service"
"""The role of the scale target's pods."""

PREFIX = "octoscale-bench-"
"""Of a run's namespace."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run on a cluster.

    >>> run = Run("1a2b3c4d")
    >>> run.namespace, run.repeat("small", 2)
    ('octoscale-bench-1a2b3c4d', 'httpgo-small-2')
    """

    id: str

    @classmethod
    def new(cls) -> Run:
        """Think of an id that no other run has."""
        return cls(secrets.token_hex(4))

    @property
    def namespace(self) -> str:
        """The namespace that the run makes for itself."""
        return f"{PREFIX}{self.id}"

    @property
    def labels(self) -> dict[str, str]:
        """The labels of everything that the run makes."""
        return {MANAGED_BY: TOOL, RUN: self.id}

    def repeat(self, image: str, repeat: int, attempt: int = 1) -> str:
        """Name the objects of one repeat.

        Each attempt has names of its own: an autoscaler remembers by name.
        """
        again = f"-{attempt}" if attempt > 1 else ""
        return f"{SERVICE}-{image}-{repeat}{again}"

    def salt(self, image: str, repeat: int, attempt: int = 1) -> str:
        """Give what makes one repeat's image another than any before."""
        return f"{self.id}-{self.repeat(image, repeat, attempt)}"


def selector(labels: dict[str, str]) -> str:
    """Write labels as a selector.

    >>> selector({"b": "2", "a": "1"})
    'a=1,b=2'
    """
    return ",".join(f"{name}={value}" for name, value in sorted(labels.items()))
