"""The engine's own memory: one part for each thread, used again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.sweep import pods

if TYPE_CHECKING:
    from simulator.sweep.course import Floats, Ints


class State(NamedTuple):
    """What is going on in the configuration that each part works on."""

    pods: Ints
    """(parts, pods, ``pods.INTS``)."""

    metrics: Floats
    """(parts, pods, ``pods.FLOATS``)."""

    samples: Floats
    """(parts, pods, samples): each pod's last counter samples; a ring."""

    heads: Ints
    """(parts, ``pods.HEADS``)."""

    totals: Floats
    """(parts, ``pods.TOTALS``)."""

    nodes: Ints
    """(parts, nodes): pods on each node."""

    warm_at: Ints
    """(parts, nodes): when each node has the image."""

    times: Floats
    """(parts, ``pods.BREAK_SLOTS``): when the endpoints changed; a ring."""

    shares: Floats
    """As above: what an endpoint that was always there has served by then."""

    bases: Floats
    """As above: the course's area for so many endpoints, at that time."""

    counts: Ints
    """As above: how many endpoints there are from then on."""


def new_state(parts: int, *, replicas: int, nodes: int, samples: int) -> State:
    """Make room for so many *parts*, each with up to so many *replicas*.

    *samples* is how many one rate window holds, at most.
    """
    rows, slots = 2 * replicas + 8, pods.BREAK_SLOTS
    return State(
        pods=np.zeros((parts, rows, pods.INTS), np.int64),
        metrics=np.zeros((parts, rows, pods.FLOATS)),
        samples=np.zeros((parts, rows, 1 << (samples + 4).bit_length())),
        heads=np.zeros((parts, pods.HEADS), np.int64),
        totals=np.zeros((parts, pods.TOTALS)),
        nodes=np.zeros((parts, nodes), np.int64),
        warm_at=np.zeros((parts, nodes), np.int64),
        times=np.zeros((parts, slots)),
        shares=np.zeros((parts, slots)),
        bases=np.zeros((parts, slots)),
        counts=np.zeros((parts, slots), np.int64),
    )
