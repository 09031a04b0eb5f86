"""What a run tells while it goes on: values, for whoever shows them.

No printing and no time estimates; results are in the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Stage(StrEnum):
    """What has just happened to a repeat."""

    STARTED = "started"
    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEvent:
    """One step of a run."""

    stage: Stage
    image: str
    repeat: int
    """Counts from 1, within its image."""

    repeats: int
    """How many each image gets."""

    done: int
    """Repeats that are finished, of all images."""

    total: int
    """Repeats that the run consists of."""

    text: str = ""
    """A line for people: the result of a finished repeat, or what goes on."""


Progress: TypeAlias = Callable[[ProgressEvent], None]
"""Takes each event, at once; must not raise."""

Say: TypeAlias = Callable[[str], None]
"""What a driver gets: it says in a line what goes on in its repeat."""


def silent(_: ProgressEvent) -> None:
    """Show nothing."""
