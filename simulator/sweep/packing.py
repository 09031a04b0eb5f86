"""The plant as nothing but arrays, and back: what the compiled loop can be given.

Numba hands only arrays to its threads; single figures travel in one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hpa.algorithm.batch import inlined
from simulator.sweep.course import Course
from simulator.sweep.plant import Numbers, Plant

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.sweep.course import Floats, Ints


class Packed(NamedTuple):
    """A ``Plant``, its arrays and one array of its figures."""

    figures: Floats
    """``Numbers`` in their order, then the course's pace and capacity. Whole
    microseconds are exact in doubles for 285 years."""

    starts: Floats
    levels: Floats
    slopes: Floats
    areas: Floats
    above: Floats
    buckets: Ints
    pace: Floats
    spread: Floats
    endpoint_us: Ints
    phase: Floats
    room: Ints
    transfer_us: Ints
    warm: npt.NDArray[np.bool_]


def packed(plant: Plant) -> Packed:
    """Give *plant* as arrays."""
    course = plant.course
    figures = [*plant.numbers, course.pace, course.capacity]
    return Packed(
        np.array(figures, np.float64),
        *course[:6],
        plant.pace,
        plant.spread,
        plant.endpoint_us,
        plant.phase,
        plant.room,
        plant.transfer_us,
        plant.warm,
    )


@inlined
def unpacked(arrays: Packed) -> Plant:
    """Give the plant that *arrays* were made from."""
    f = arrays.figures
    numbers = Numbers(
        int(f[0]),
        int(f[1]),
        int(f[2]),
        int(f[3]),
        int(f[4]),
        f[5],
        f[6],
        f[7],
        f[8],
        f[9],
        f[10],
        int(f[11]),
        int(f[12]),
        int(f[13]),
        int(f[14]),
        int(f[15]),
        int(f[16]),
        int(f[17]),
        f[18] != 0,
        f[19] != 0,
        f[20],
        f[21],
        f[22],
    )
    course = Course(
        arrays.starts,
        arrays.levels,
        arrays.slopes,
        arrays.areas,
        arrays.above,
        arrays.buckets,
        f[23],
        f[24],
    )
    return Plant(
        numbers,
        course,
        arrays.pace,
        arrays.spread,
        arrays.endpoint_us,
        arrays.phase,
        arrays.room,
        arrays.transfer_us,
        arrays.warm,
    )
