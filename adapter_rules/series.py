"""A series as Prometheus lists it: a name and labels, without values.

What becomes of one is decided by the stages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_LABEL = "__name__"
"""The label in which Prometheus keeps the name."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series.

    >>> print(Series("up", {"job": "a"}))
    up{job="a"}
    """

    name: str
    """Empty when Prometheus gave none."""

    labels: Mapping[str, str]
    """All labels but the name, in Prometheus' order."""

    @classmethod
    def of_labels(cls, labels: Mapping[str, str]) -> Series:
        """Build it from labels that include the name."""
        rest = {label: labels[label] for label in labels if label != NAME_LABEL}
        return cls(labels.get(NAME_LABEL, ""), rest)

    @property
    def all_labels(self) -> dict[str, str]:
        """The labels with the name among them."""
        return {NAME_LABEL: self.name, **self.labels}

    def __str__(self) -> str:
        """Write it as Prometheus does."""
        inner = ",".join(f'{label}="{value}"' for label, value in self.labels.items())
        return f"{self.name}{{{inner}}}"
