"""What a demo leaves: every sync, every change of the replicas, every pod.

Facts only; the page about them is ``page``, the model beside them ``modelled``.
Times are seconds from the first sync that had a value.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bench.demo import PLAYED

if TYPE_CHECKING:
    from bench.demo.settings import DemoSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSeen:
    """One sync of the controller."""

    at: float
    current: int
    desired: int
    ready: int
    value_milli: int | None
    """The metric's average over the pods; ``None`` when it could not be had."""

    says: str
    """Its events and failures, in its words."""


@dataclass(frozen=True, slots=True)
class ReplicaPoint:
    """The numbers of replicas from a moment on."""

    at: float
    asked: int
    """What the scale asks for."""

    running: int
    ready: int


@dataclass(frozen=True, slots=True)
class PodSeen:
    """One process' story; ``None`` for what did not come."""

    name: str
    created: float
    ready: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One demo."""

    settings: DemoSettings
    started: str
    """Time of day, ISO 8601."""

    syncs: tuple[SyncSeen, ...]
    replicas: tuple[ReplicaPoint, ...]
    pods: tuple[PodSeen, ...]
    idle_value_milli: int | None
    """The metric before the load."""

    load_began: float | None
    load_ended: float | None
    ended: float
    answered: int
    failed: int
    """Requests of the built-in load; 0 with another."""

    interrupted: bool
    missed: str
    """Which goal was missed, or empty."""

    @property
    def trail(self) -> tuple[int, ...]:
        """Give the replica counts that were asked for, one after the other."""
        asked = [point.asked for point in self.replicas]
        return (*asked[:1], *(b for a, b in pairwise(asked) if a != b))

    @property
    def scale_up_seconds(self) -> float | None:
        """From the first decision above the start until all replicas are ready."""
        first = next((p.at for p in self.replicas if p.asked > 1), None)
        most = self.settings.max_replicas
        last = next((p.at for p in self.replicas if p.ready >= most), None)
        return None if first is None or last is None else last - first

    @property
    def start_up_seconds(self) -> float:
        """Mean time from a process' creation until it listens; 0 without any."""
        taken = [pod.ready - pod.created for pod in self.pods if pod.ready is not None]
        return sum(taken) / len(taken) if taken else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data, with what was computed from it."""
        return {
            "demo": True,
            "played": list(PLAYED),
            "trail": list(self.trail),
            "scale_up_seconds": self.scale_up_seconds,
            **dataclasses.asdict(self),
        }

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps(self.to_dict(), indent=2, allow_nan=False) + "\n"
