"""How long pulls take that share links: the simulator's model, run on given starts.

For fitting: the same resolve, download and unpack as in ``simulator.world.pull``,
without chance, and without anything else around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.world.bandwidth import fair_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

_REGISTRY = "registry"
_SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One pull, as it was seen."""

    start_seconds: float
    node: str
    pulled_bytes: float
    on_disk_bytes: float
    seconds: float
    """What it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What pulls take their time for. Bytes in a second, and seconds."""

    node_link: float
    registry_link: float
    unpack: float
    resolve_seconds: float


def predicted(pulls: Sequence[Pull], rates: Rates) -> list[float]:
    """Give how long each of *pulls* takes, all of one repeat, by the model."""
    arrived = _arrivals(pulls, rates)
    return [
        at - pull.start_seconds + pull.on_disk_bytes / rates.unpack
        for at, pull in zip(arrived, pulls, strict=True)
    ]


def _arrivals(pulls: Sequence[Pull], rates: Rates) -> list[float]:
    """Give when the last byte of each pull comes, over links shared max-min fair."""
    capacities = {f"node/{pull.node}": rates.node_link for pull in pulls}
    capacities[_REGISTRY] = rates.registry_link
    begins = [pull.start_seconds + rates.resolve_seconds for pull in pulls]
    left = [pull.pulled_bytes for pull in pulls]
    arrived = list(begins)
    waiting = sorted(range(len(pulls)), key=lambda index: begins[index])
    going: list[int] = []
    now = begins[waiting[0]] if waiting else 0.0
    while waiting or going:
        while waiting and begins[waiting[0]] <= now + _SLACK:
            going.append(waiting.pop(0))
        routes = [(_REGISTRY, f"node/{pulls[index].node}") for index in going]
        speeds = fair_rates(routes, capacities) if going else []
        ends = [
            now + left[index] / speed
            for index, speed in zip(going, speeds, strict=True)
        ]
        soonest = min([*ends, *(begins[i] for i in waiting[:1])])
        for index, speed, end in zip(going, speeds, ends, strict=True):
            left[index] = max(0.0, left[index] - speed * (soonest - now))
            if end <= soonest + _SLACK:
                arrived[index] = soonest
        going = [
            i for i, end in zip(going, ends, strict=True) if end > soonest + _SLACK
        ]
        now = soonest
    return arrived
