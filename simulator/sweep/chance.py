"""What chance has in store for each pod: the event engine's draws, as arrays.

Which pod a draw is for is told by its number; so all configurations have the
same chance. Nothing is drawn anywhere else in the array engine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.clock import MICROS
from simulator.streams import Streams

if TYPE_CHECKING:
    from simulator.scenario import Scenario

DRAWS = 4096
"""For so many pods of a run chance is drawn; then the draws begin anew."""


class Chance(NamedTuple):
    """Each pod's draws, by its number less 1."""

    pace: npt.NDArray[np.float64]
    """Of its start."""

    spread: npt.NDArray[np.float64]
    """Of unpacking."""

    endpoint_us: npt.NDArray[np.int64]
    """From Ready to the endpoints."""

    phase: npt.NDArray[np.float64]
    """Of its scrapes, as a share of the interval."""


def chance_of(scenario: Scenario, *, seed: int) -> Chance:
    """Draw for the pods of *scenario*; the last few scenarios' are remembered."""
    start = scenario.start
    return _drawn(
        seed,
        scenario.service.name,
        start.jitter_ratio.value,
        scenario.image.unpack_jitter_ratio.value,
        start.endpoints_seconds.value,
    )


@lru_cache(maxsize=16)
def _drawn(
    seed: int, service: str, start_ratio: float, unpack_ratio: float, longest: float
) -> Chance:
    streams = Streams(seed)
    names = [f"{service}-{number}" for number in range(1, DRAWS + 1)]
    endpoints = [
        streams.stream("endpoints", name).uniform(0, longest) for name in names
    ]
    return Chance(
        pace=np.array([streams.spread(start_ratio, "start", name) for name in names]),
        spread=np.array(
            [streams.spread(unpack_ratio, "unpack", name) for name in names]
        ),
        endpoint_us=np.array([round(one * MICROS) for one in endpoints]),
        phase=np.array([streams.stream("scrape", name).random() for name in names]),
    )
